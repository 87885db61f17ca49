//! The workspaces that are shipped, also where their Python classes are not known.

use std::path::Path;

use voxloom_workspace::file;

#[test]
fn saving_a_shipped_workspace_changes_no_byte() {
    let registry = voxloom_processors::registry();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/workspaces");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "voxloom") {
            let loaded = file::load(&path, &registry).unwrap();
            assert_eq!(file::to_text(&loaded.workspace, &registry, path.parent()), std::fs::read_to_string(&path).unwrap(), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 0);
}
