// `cargo xtask pack` fails where this is not the version of the package.
export const VERSION = '0.1.0';
