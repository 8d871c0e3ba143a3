mod demo;
mod docs;
mod layers;
