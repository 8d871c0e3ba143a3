//! Five gigabytes in four parts, media stored and made of holes: `add` keeps to little memory. Behind `SABOOT_BIG=1`.
