mod render;
mod render_checks;
