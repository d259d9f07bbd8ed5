//! What comes in from outside may be used as deny.toml says: `cargo deny` checks that and more where it is installed, this
//! test the licences everywhere, at least of what is built for this machine.

use std::path::Path;
use std::process::Command;

#[test]
fn every_dependency_has_a_licence_that_is_allowed() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let deny = std::fs::read_to_string(here.join("deny.toml")).expect("deny.toml");
    let deny: toml::Table = deny.parse().expect("TOML");
    let allowed: Vec<&str> =
        deny["licenses"]["allow"].as_array().expect("a list").iter().filter_map(toml::Value::as_str).collect();
    let metadata = |more: &[&str]| {
        let asked = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--offline"])
            .args(more)
            .current_dir(here)
            .output();
        asked.expect("cargo runs")
    };
    let mut asked = metadata(&[]);
    if !asked.status.success() {
        // cargo fetches what is built for this machine alone
        let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
        let told = Command::new(rustc).arg("-vV").output().expect("rustc runs");
        let told = String::from_utf8_lossy(&told.stdout);
        let host = told.lines().find_map(|line| line.strip_prefix("host: ")).expect("the machine that it builds for");
        asked = metadata(&["--filter-platform", host]);
    }
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&asked.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100, "only {} packages", packages.len());
    for package in packages {
        let (name, licence) = (&package["name"], package["license"].as_str().unwrap_or_default());
        // "MIT/Apache-2.0" is how older crates write "or"
        let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{name}: {licence:?}: {error}"));
        let is_allowed = expression.evaluate(|needed| allowed.contains(&needed.to_string().as_str()));
        assert!(is_allowed, "{name} is under {licence}, which deny.toml does not allow");
    }
}
