pub fn run(_: &std::path::Path, _: &super::args::CheckArgs, _: &mut super::World) -> Result<u8, super::output::Failure> { Ok(0) }
