mod demo;
mod layers;
