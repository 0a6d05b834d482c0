//! Element names, as far as their meaning matters here.

/// An element's name. Names without a meaning of their own are told apart by a hash.
// One name a line would make three pages of it.
#[rustfmt::skip]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    A, Abbr, Address, Area, Article, Aside, Audio, B, Base, Blockquote, Body, Br, Button, Canvas, Caption, Cite, Code,
    Col, Colgroup, Dd, Del, Details, Dfn, Dialog, Div, Dl, Dt, Em, Embed, Fieldset, Figcaption, Figure, Footer, Form, Head,
    Heading(u8), Header, Hr, Html, I, Iframe, Img, Input, Ins, Kbd, Label, Legend, Li, Link, Main, Mark, Menu, Meta, Nav,
    Noscript, Object, Ol, Optgroup, Option, P, Param, Picture, Pre, Q, Samp, S, Script, Section, Select, Small, Source, Span,
    Strong, Style, Sub, Summary, Sup, Svg, Table, Tbody, Td, Template, Textarea, Tfoot, Th, Thead, Title, Tr, Track, U, Ul,
    Var, Video, Wbr,
    Other(u32),
}

impl Tag {
    /// From a name in lower case.
    #[rustfmt::skip]
    pub fn from_name(name: &[u8]) -> Tag {
        use Tag::*;
        match name {
            b"a" => A, b"abbr" => Abbr, b"address" => Address, b"area" => Area, b"article" => Article, b"aside" => Aside,
            b"audio" => Audio, b"b" => B, b"base" => Base, b"blockquote" => Blockquote, b"body" => Body, b"br" => Br,
            b"button" => Button, b"canvas" => Canvas, b"caption" => Caption, b"cite" => Cite, b"code" => Code, b"col" => Col,
            b"colgroup" => Colgroup, b"dd" => Dd, b"del" => Del, b"details" => Details, b"dfn" => Dfn, b"dialog" => Dialog,
            b"div" | b"center" | b"hgroup" | b"search" | b"dir" | b"marquee" => Div, b"dl" => Dl, b"dt" => Dt, b"em" => Em, b"embed" => Embed, b"fieldset" => Fieldset,
            b"figcaption" => Figcaption, b"figure" => Figure, b"footer" => Footer, b"form" => Form, b"h1" => Heading(1),
            b"h2" => Heading(2), b"h3" => Heading(3), b"h4" => Heading(4), b"h5" => Heading(5), b"h6" => Heading(6),
            b"head" => Head, b"header" => Header, b"hr" => Hr, b"html" => Html, b"i" => I, b"iframe" => Iframe, b"img" => Img,
            b"input" => Input, b"ins" => Ins, b"kbd" => Kbd, b"label" => Label, b"legend" => Legend, b"li" => Li,
            b"link" => Link, b"main" => Main, b"mark" => Mark, b"menu" => Menu, b"meta" => Meta, b"nav" => Nav,
            b"noscript" => Noscript, b"object" => Object, b"ol" => Ol, b"optgroup" => Optgroup, b"option" => Option,
            b"p" => P, b"param" => Param, b"picture" => Picture, b"pre" | b"listing" | b"xmp" => Pre, b"q" => Q,
            b"samp" => Samp, b"s" | b"strike" => S, b"script" => Script, b"section" => Section, b"select" => Select,
            b"small" => Small, b"source" => Source, b"span" | b"font" => Span, b"strong" => Strong, b"style" => Style,
            b"sub" => Sub, b"summary" => Summary, b"sup" => Sup, b"svg" => Svg, b"table" => Table, b"tbody" => Tbody,
            b"td" => Td, b"template" => Template, b"textarea" => Textarea, b"tfoot" => Tfoot, b"th" => Th,
            b"thead" => Thead, b"title" => Title, b"tr" => Tr, b"track" => Track, b"u" => U, b"ul" => Ul, b"var" => Var,
            b"video" => Video, b"wbr" => Wbr,
            _ => Other(name.iter().fold(0x811c_9dc5, |hash: u32, &b| (hash ^ b as u32).wrapping_mul(0x0100_0193))),
        }
    }

    /// Has no content and no end tag.
    pub fn is_void(self) -> bool {
        use Tag::*;
        matches!(self, Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr)
    }

    /// Flows with the text around it. Unknown elements do: a component may stand in a sentence.
    pub fn is_inline(self) -> bool {
        use Tag::*;
        matches!(
            self,
            A | Abbr
                | B
                | Button
                | Cite
                | Code
                | Del
                | Dfn
                | Em
                | I
                | Ins
                | Kbd
                | Label
                | Mark
                | Q
                | Samp
                | S
                | Small
                | Span
                | Strong
                | Sub
                | Sup
                | U
                | Var
                | Picture
                | Other(_)
        )
    }

    /// Ends an open `<p>` when it starts.
    pub fn closes_paragraph(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Details
                | Dialog
                | Div
                | Dl
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | Heading(_)
                | Header
                | Hr
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Pre
                | Section
                | Table
                | Ul
                | Li
                | Dd
                | Dt
                | Summary
        )
    }

    /// Elements that this one ends when it starts, and those that shield them.
    pub fn implied_end(self) -> (&'static [Tag], &'static [Tag]) {
        use Tag::*;
        match self {
            A => (&[A], &[Table, Td, Th]),
            Li => (&[Li], &[Ul, Ol, Menu]),
            Dt | Dd => (&[Dt, Dd], &[Dl]),
            Tr => (&[Tr, Caption, Colgroup], &[Table]),
            Td | Th => (&[Td, Th], &[Table, Tr]),
            Thead | Tbody | Tfoot => (&[Thead, Tbody, Tfoot, Caption, Colgroup], &[Table]),
            Option | Optgroup => (&[Option], &[Select]),
            Heading(_) => (
                &[Heading(1), Heading(2), Heading(3), Heading(4), Heading(5), Heading(6)],
                &[Table, Td, Th, Div, Section],
            ),
            _ => (&[], &[]),
        }
    }

    /// An end tag outside does not reach an element inside it.
    pub fn is_boundary(self) -> bool {
        matches!(self, Tag::Table | Tag::Td | Tag::Th | Tag::Caption | Tag::Template | Tag::Object)
    }
}
