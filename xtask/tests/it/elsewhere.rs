//! The program in a folder that is in no workspace, as it is once it is installed.

use std::process::Command;

#[test]
fn no_workspace_is_meant_but_the_one_around() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let run = |folder: &std::path::Path| {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.current_dir(folder).env_remove("CARGO_MANIFEST_DIR");
        let output = xtask.arg("exercise").output().expect("xtask");
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).expect("text"))
    };
    let (code, said) = run(folder.path());
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("no workspace with examples around "),
        "{said}"
    );
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (code, said) = run(&here);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("threading"), "{said}");
}
