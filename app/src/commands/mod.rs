//! What a person or a script can do, and the ways to it: the list of actions, its keys, its palette, and finding things by typing.

pub mod actions;
pub mod class_search;
pub mod command_palette;
pub mod fuzzy;
pub mod keyboard_page;
pub mod keymap;
pub mod picker;
pub mod requests;
pub mod used;
