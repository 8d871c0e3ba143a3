mod render;
mod render_checks;
mod demo;
mod layers;
