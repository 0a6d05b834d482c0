# Two images: `ci`, for jobs that run scripts and ask what a change brought, and `plain`, the program alone:
#
#   docker build --tag fairbalance .
#   docker run --rm --volume "$PWD:/site:ro" fairbalance check content
#
# `plain` has no git, so it knows no --diff-base.

FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
# Static, because musl is.
RUN cargo build --locked --release

FROM alpine:3 AS ci
# Who checks a site out is another user than who checks it.
RUN apk add --no-cache git && git config --system --add safe.directory '*'
COPY --from=build /source/target/release/fairbalance /usr/local/bin/fairbalance
USER 65532:65532
WORKDIR /site
CMD ["fairbalance", "--help"]

FROM scratch AS plain
COPY --from=build /source/target/release/fairbalance /fairbalance
USER 65532:65532
WORKDIR /site
ENTRYPOINT ["/fairbalance"]
CMD ["--help"]
