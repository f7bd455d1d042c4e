//! Tables of other departments, each of another shape.
