//! The program without a window, as a person at a shell meets it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use voxloom_core::data::Volume;
use voxloom_io::{Content, ReadOptions, read};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// The program with a user folder of its own.
fn voxloom(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_voxloom"));
    command.current_dir(root()).env("XDG_RUNTIME_DIR", folder).arg("--user-dir").arg(folder.join("user"));
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    voxloom(folder).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs, and expects success.
fn ok(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "voxloom {args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Runs, and expects a failure with this exit code; what it says.
fn fails(folder: &Path, code: i32, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(code), "voxloom {args:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stderr)
}

/// Pixels of a PNG, four bytes each.
fn pixels(path: &Path) -> (usize, usize, Vec<u8>) {
    let Content::Layer(layer) = read(path, &ReadOptions::default()).unwrap().content else { panic!("no picture") };
    let [width, height] = layer.dimensions();
    (width, height, layer.array().as_slice::<u8>().unwrap().to_vec())
}

/// Mean absolute difference, and the share of pixels that differ by more than two, of 255.
fn difference(a: &Path, b: &Path) -> (f64, f64) {
    let ((wa, ha, a), (wb, hb, b)) = (pixels(a), pixels(b));
    assert_eq!((wa, ha, a.len()), (wb, hb, b.len()));
    let channels = a.len() / (wa * ha);
    let sum: u64 = a.iter().zip(&b).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let far = a.chunks(channels).zip(b.chunks(channels)).filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 2)).count();
    (sum as f64 / a.len() as f64, far as f64 / (wa * ha) as f64)
}

const BRAIN: &str = "assets/workspaces/brain.voxloom";

fn render(folder: &Path, name: &str, args: &[&str]) -> PathBuf {
    let out = folder.join(name);
    let mut all = vec!["render"];
    all.extend(args);
    all.extend(["--out", out.to_str().unwrap()]);
    ok(folder, &all);
    out
}

#[test]
fn the_brain_is_drawn_the_same_with_and_without_drivers_and_python() {
    let folder = tempfile::tempdir().unwrap();
    let size = ["--size", "400x300"];
    let cpu = render(folder.path(), "cpu.png", &[BRAIN, size[0], size[1], "--backend", "cpu"]);
    let again = render(folder.path(), "again.png", &[BRAIN, size[0], size[1], "--backend", "cpu"]);
    assert_eq!(std::fs::read(&cpu).unwrap(), std::fs::read(again).unwrap(), "the same bytes every time");
    let (_, _, rgb) = pixels(&cpu);
    let bright = rgb.chunks(4).filter(|p| p[0] > 120).count() as f64 / (400.0 * 300.0);
    assert!(bright > 0.15, "there is a brain on the picture: {bright}");
    // No driver, no Python, no home.
    let bare = folder.path().join("bare.png");
    let output = voxloom(folder.path())
        .args(["render", BRAIN, size[0], size[1], "--out", bare.to_str().unwrap()])
        .env_remove("DISPLAY")
        .env("PATH", "/nonexistent")
        .env("VK_DRIVER_FILES", "/nonexistent")
        .env("VK_ICD_FILENAMES", "/nonexistent")
        .env("LIBGL_DRIVERS_PATH", "/nonexistent")
        .env("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(std::fs::read(&cpu).unwrap(), std::fs::read(bare).unwrap());
}

#[test]
fn a_picture_that_carries_its_workspace_is_drawn_again_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let size = ["--size", "96x72", "--backend", "cpu"];
    let draw = |name: &str, first: &str, more: &[&str]| render(folder.path(), name, &[&[first], &size[..], more].concat());
    // Data beside the picture is named from there, so that both can be moved.
    let data = folder.path().join("ball.npy");
    npy(&data, "|u1", "(8, 8, 8)", &[200; 512]);
    let first = draw("first.png", data.to_str().unwrap(), &[]);
    let carried = voxloom_io::read_png_text(&first, "voxloom").unwrap().unwrap();
    assert!(carried.contains("\"ball.npy\"") && !carried.contains(folder.path().to_str().unwrap()), "{carried}");
    let moved = folder.path().join("moved");
    std::fs::create_dir(&moved).unwrap();
    for name in ["ball.npy", "first.png"] {
        std::fs::rename(folder.path().join(name), moved.join(name)).unwrap();
    }
    let picture = moved.join("first.png");
    let again = draw("again.png", picture.to_str().unwrap(), &[]);
    assert_eq!(pixels(&picture), pixels(&again));
    let said = ok(folder.path(), &["run", picture.to_str().unwrap(), "--backend", "cpu"]);
    assert!(said.contains("VolumeRaycaster: ") && !said.contains("ImageSource"), "{said}");
    let said = ok(folder.path(), &["run", picture.to_str().unwrap(), "--as-data", "--backend", "cpu"]);
    assert!(said.contains("ImageSource: ") && !said.contains("VolumeRaycaster"), "{said}");
    // Without a workspace in it a picture is data anyway.
    let plain = draw("plain.png", picture.to_str().unwrap(), &["--as-data", "--no-workspace"]);
    assert!(ok(folder.path(), &["run", plain.to_str().unwrap(), "--backend", "cpu"]).contains("ImageSource: "));
}

#[test]
fn the_back_ends_agree_on_the_brain() {
    let folder = tempfile::tempdir().unwrap();
    let cpu = render(folder.path(), "cpu.png", &[BRAIN, "--size", "400x300", "--backend", "cpu"]);
    let out = folder.path().join("gpu.png");
    let output = run(folder.path(), &["render", BRAIN, "--size", "400x300", "--backend", "gpu", "--out", out.to_str().unwrap()]);
    if !output.status.success() {
        assert!(text(&output.stderr).contains("no GPU adapter was found"), "{}", text(&output.stderr));
        println!("no adapter here: the back ends were not compared");
        return;
    }
    let (mean, far) = difference(&cpu, &out);
    println!("CPU against GPU: mean {mean:.4}/255, {:.4} % of pixels beyond 2/255", far * 100.0);
    assert!(mean <= 0.3 && far <= 0.001);
}

#[test]
fn the_program_links_no_python() {
    let output = Command::new("ldd").arg(env!("CARGO_BIN_EXE_voxloom")).output().unwrap();
    assert!(!text(&output.stdout).contains("libpython"), "{}", text(&output.stdout));
}

/// A `.npy` of a dtype and shape with any content.
fn npy(path: &Path, dtype: &str, shape: &str, bytes: &[u8]) {
    let mut header = format!("{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}");
    while !(10 + header.len() + 1).is_multiple_of(64) {
        header.push(' ');
    }
    header.push('\n');
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(bytes);
    std::fs::write(path, file).unwrap();
}

#[test]
fn bad_files_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("empty.npy"), []).unwrap();
    std::fs::write(path("magic.npy"), b"this is no array, whatever its name says").unwrap();
    npy(&path("truncated.npy"), "<f4", "(10, 10, 10)", &[0; 100]);
    npy(&path("object.npy"), "|O", "(2, 2, 2)", &[0; 64]);
    npy(&path("complex.npy"), "<c8", "(2, 2, 2)", &[0; 64]);
    npy(&path("five.npy"), "|u1", "(2, 2, 2, 2, 2)", &[0; 32]);
    npy(&path("zero.npy"), "|u1", "(2, 0, 2)", &[]);
    npy(&path("huge.npy"), "|u1", "(10000, 10000, 10000)", &[0; 10]);
    let cases = [
        ("missing.npy", "does not exist"),
        ("empty.npy", "empty"),
        ("magic.npy", "magic.npy"),
        ("truncated.npy", "4128"),
        ("object.npy", "object"),
        ("complex.npy", "complex"),
        ("five.npy", "1 to 4 axes"),
        ("zero.npy", "0"),
        ("huge.npy", "huge.npy"),
    ];
    for (name, expected) in cases {
        let file = path(name);
        let said = fails(folder.path(), 1, &["render", file.to_str().unwrap(), "--out", "x.png"]);
        println!("{name}: {}", said.trim());
        assert!(said.contains(expected), "{name}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn odd_but_valid_arrays_are_drawn_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let floats = |values: &[f32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    let mut values: Vec<f32> = (0..512).map(|i| i as f32).collect();
    values[7] = f32::NAN;
    values[9] = f32::INFINITY;
    npy(Path::new(&path("nan.npy")), "<f4", "(8, 8, 8)", &floats(&values));
    npy(Path::new(&path("bool.npy")), "|b1", "(8, 8, 8)", &[1; 512]);
    npy(Path::new(&path("flat.npy")), "|u1", "(16, 32)", &[9; 512]);
    npy(Path::new(&path("color.npy")), "|u1", "(8, 8, 4, 2)", &[9; 512]);
    npy(Path::new(&path("time.npy")), "|u1", "(8, 4, 4, 8)", &[9; 1024]);
    npy(Path::new(&path("line.npy")), "|u1", "(16,)", &[9; 16]);
    for name in ["nan.npy", "bool.npy", "flat.npy", "color.npy"] {
        render(folder.path(), "out.png", &[&path(name), "--size", "64x48", "--backend", "cpu"]);
    }
    assert!(ok(folder.path(), &["info", &path("nan.npy")]).contains("NaN, Inf  2 (1 NaN, 1 infinite)"));
    let line = ok(folder.path(), &["info", &path("line.npy")]);
    assert!(line.contains("buffer") && line.contains("9 9 9"), "{line}");
    let time = ok(folder.path(), &["info", &path("time.npy")]);
    assert!(time.contains("sequence") && time.contains("first of 8"), "{time}");
    render(folder.path(), "out.png", &[&path("time.npy"), "--size", "64x48", "--backend", "cpu"]);
    assert!(ok(folder.path(), &["run", &path("time.npy"), "--backend", "cpu"]).contains("the first is shown"));
    assert!(fails(folder.path(), 1, &["render", &path("line.npy"), "--out", "x.png"]).contains("16 numbers"));
}

#[test]
fn workspaces_open_with_warnings_and_fail_only_where_the_picture_depends_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("notjson.voxloom", "hello");
    write("newer.voxloom", "{\"voxloom\": 99}");
    assert!(fails(folder.path(), 1, &["render", &path("notjson.voxloom"), "--out", "x.png"]).contains("not JSON"));
    assert!(fails(folder.path(), 1, &["render", &path("newer.voxloom"), "--out", "x.png"]).contains("newer Voxloom"));
    let network = |source: &str, more: &str| {
        format!(
            r#"{{"voxloom": 1, "network": {{"processors": [
            {{"id": "V", "class": "{source}", "properties": {{"dimensions": [16, 16, 16], "nosuch": 3}}, "outports": [{{"id": "volume", "type": "org.inviwo.Volume"}}], "inports": []}},
            {{"id": "R", "class": "org.inviwo.VolumeRaycaster"}}, {{"id": "C", "class": "org.inviwo.CanvasGL"}} {more}],
            "connections": [{{"from": "V.volume", "to": "R.volume"}}, {{"from": "R.outport", "to": "C.inport"}}, {{"from": "X.gone", "to": "C.inport"}}],
            "links": [{{"from": "R.camera", "to": "C.nosuch"}}]}}}}"#
        )
    };
    write("odd.voxloom", &network("org.inviwo.VolumeCreator", r#", {"id": "U", "class": "org.nobody.Unknown"}"#));
    let output = run(folder.path(), &["render", &path("odd.voxloom"), "--size", "64x64", "--backend", "cpu", "--out", &path("odd.png")]);
    let said = text(&output.stderr);
    assert!(output.status.success(), "the picture does not depend on it: {said}");
    for expected in ["org.nobody.Unknown", "nosuch", "X.gone", "dead"] {
        assert!(said.contains(expected), "a warning names {expected}: {said}");
    }
    write("needed.voxloom", &network("org.nobody.Unknown", ""));
    let said = fails(folder.path(), 1, &["render", &path("needed.voxloom"), "--size", "64x64", "--backend", "cpu", "--out", &path("x.png")]);
    assert!(said.contains("V: the class org.nobody.Unknown is not known here"), "{said}");
    write(
        "cycle.voxloom",
        r#"{"voxloom": 1, "network": {"processors": [{"id": "A", "class": "org.voxloom.LayerToImage"}], "connections": [{"from": "A.image", "to": "A.layer"}]}}"#,
    );
    assert!(fails(folder.path(), 1, &["render", &path("cycle.voxloom"), "--out", "x.png"]).contains("cycle"));
}

#[test]
fn wrong_usage_is_exit_code_two_and_names_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let said = fails(folder.path(), 2, &["render", BRAIN, "--out", "x.png", "--set", "VolumeRaycaster.raycaster.samplingRat=3"]);
    assert!(said.contains("did you mean raycaster.samplingRate"), "{said}");
    let said = fails(folder.path(), 2, &["render", BRAIN, "--out", "x.png", "--set", "VolumeRaycastr.boundingBox=true"]);
    assert!(said.contains("did you mean VolumeRaycaster"), "{said}");
    let said = fails(folder.path(), 2, &["render", BRAIN, "--out", "x.png", "--canvas", "Screen"]);
    assert!(said.contains("there is Canvas"), "{said}");
    fails(folder.path(), 2, &["render", BRAIN]);
    fails(folder.path(), 2, &["render", BRAIN, "--out", "x.png", "--backend", "vulkan"]);
    let output = voxloom(folder.path()).arg(BRAIN).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("voxloom render"), "{}", text(&output.stderr));
}

#[test]
fn run_tells_how_every_processor_fared_and_exports() {
    let folder = tempfile::tempdir().unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&ok(folder.path(), &["run", BRAIN, "--json", "--backend", "cpu", "--set", "Canvas.inputSize.dimensions=[64,48]"]))
            .unwrap();
    let node = |name: &str| json["processors"].as_array().unwrap().iter().find(|p| p["id"] == name).unwrap().clone();
    let source = node("VolumeSource");
    assert_eq!(source["status"], "ready");
    assert_eq!(source["outports"][0]["data"]["dimensions"], serde_json::json!([197, 233, 189]));
    assert_eq!(source["outports"][0]["data"]["format"], "uint8");
    assert_eq!(source["outports"][0]["data"]["range"], serde_json::json!([0.0, 255.0]));
    assert_eq!(node("VolumeRaycaster")["outports"][0]["data"]["dimensions"], serde_json::json!([64, 48]));
    let workspace = r#"{"voxloom": 1, "network": {"processors": [{"id": "V", "class": "org.inviwo.VolumeCreator"}, {"id": "R", "class": "org.inviwo.VolumeRaycaster"},
        {"id": "E", "class": "org.inviwo.ImageExport", "properties": {"file": "out.png", "imageSize": [40, 30]}}],
        "connections": [{"from": "V.volume", "to": "R.volume"}, {"from": "R.outport", "to": "E.image"}]}}"#;
    let file = folder.path().join("export.voxloom");
    std::fs::write(&file, workspace).unwrap();
    ok(folder.path(), &["run", file.to_str().unwrap(), "--backend", "cpu"]);
    assert!(!folder.path().join("out.png").exists(), "writing waits to be asked for");
    ok(folder.path(), &["run", file.to_str().unwrap(), "--backend", "cpu", "--export"]);
    let (width, height, _) = pixels(&folder.path().join("out.png"));
    assert_eq!((width, height), (40, 30));
    let said = fails(folder.path(), 1, &["run", file.to_str().unwrap(), "--backend", "cpu", "--export"]);
    assert!(said.contains("failed: E"), "an existing file is not overwritten: {said}");
}

#[test]
fn two_canvases_of_other_sizes_on_one_raycaster_are_both_right() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = r#"{"voxloom": 1, "network": {"processors": [{"id": "V", "class": "org.inviwo.VolumeCreator"}, {"id": "R", "class": "org.inviwo.VolumeRaycaster"},
        {"id": "Tall", "class": "org.inviwo.CanvasGL"}, {"id": "Wide", "class": "org.inviwo.CanvasGL"}],
        "connections": [{"from": "V.volume", "to": "R.volume"}, {"from": "R.outport", "to": "Tall.inport"}, {"from": "R.outport", "to": "Wide.inport"}]}}"#;
    let file = folder.path().join("two.voxloom");
    std::fs::write(&file, workspace).unwrap();
    let file = file.to_str().unwrap();
    assert!(fails(folder.path(), 2, &["render", file, "--out", "x.png"]).contains("--canvas: Tall, Wide"));
    for (name, size) in [("Tall", "300x900"), ("Wide", "900x300")] {
        let out = render(folder.path(), &format!("{name}.png"), &[file, "--canvas", name, "--size", size, "--backend", "cpu"]);
        let (width, height, rgba) = pixels(&out);
        assert_eq!(format!("{width}x{height}"), size);
        // The ball is round whatever the aspect: as wide as high around the center.
        let lit = |x: usize, y: usize| rgba[(y * width + x) * 4] > 40;
        let across = (0..width).filter(|x| lit(*x, height / 2)).count();
        let down = (0..height).filter(|y| lit(width / 2, *y)).count();
        println!("{name}: the ball is {across} × {down} pixels");
        assert!(across > 50 && (across.abs_diff(down) <= 4 || across == width), "{across} × {down}");
    }
}

#[test]
fn python_sources_draw_what_rust_ones_do_and_tell_errors() {
    let folder = tempfile::tempdir().unwrap();
    let rust = render(folder.path(), "rust.png", &[BRAIN, "--size", "320x240", "--backend", "cpu"]);
    let python = render(folder.path(), "python.png", &["assets/workspaces/brain_numpy.voxloom", "--size", "320x240", "--backend", "cpu"]);
    let (mean, far) = difference(&rust, &python);
    println!("Volume Source against NumpySource: mean {mean}, {far} beyond 2/255");
    assert!(mean <= 1.0 && far == 0.0);
    let processors = folder.path().join("processors");
    std::fs::create_dir(&processors).unwrap();
    std::fs::write(processors.join("broken.py"), "def x(:\n").unwrap();
    let class = |name: &str, body: &str| {
        format!(
            "import inviwopy as ivw\nfrom inviwopy.data import VolumeOutport\nclass {name}(ivw.Processor):\n    def __init__(self, id, name):\n        ivw.Processor.__init__(self, id, name)\n        self.o = VolumeOutport('outport')\n        self.addOutport(self.o)\n    @staticmethod\n    def processorInfo():\n        return ivw.ProcessorInfo('org.test.{name}', '{name}', 'Test')\n{body}"
        )
    };
    std::fs::write(processors.join("Bad.py"), class("Bad", "    def process(self):\n        raise ValueError('told to fail')\n")).unwrap();
    std::fs::write(processors.join("Good.py"), class("Good", "    def process(self):\n        pass\n")).unwrap();
    let dir = processors.to_str().unwrap();
    let list: serde_json::Value = serde_json::from_str(&ok(folder.path(), &["processors", "--json", "--python-processors", dir])).unwrap();
    let entries = list["processors"].as_array().unwrap();
    assert!(entries.iter().any(|e| e["identifier"] == "org.test.Good" && e["status"] == "loaded"), "the others load");
    let broken = entries.iter().find(|e| e["file"].as_str().is_some_and(|f| f.ends_with("broken.py"))).unwrap();
    assert!(broken["error"].as_str().unwrap().contains("line 1"), "{broken}");
    let workspace = folder.path().join("w.voxloom");
    let text = |class: &str| {
        format!(
            r#"{{"voxloom": 1, "network": {{"processors": [{{"id": "P", "class": "org.test.{class}", "inports": [], "outports": [{{"id": "outport", "type": "org.inviwo.Volume"}}]}},
            {{"id": "R", "class": "org.inviwo.VolumeRaycaster"}}, {{"id": "C", "class": "org.inviwo.CanvasGL"}}],
            "connections": [{{"from": "P.outport", "to": "R.volume"}}, {{"from": "R.outport", "to": "C.inport"}}]}}}}"#
        )
    };
    std::fs::write(&workspace, text("Bad")).unwrap();
    let said = fails(folder.path(), 1, &["render", workspace.to_str().unwrap(), "--out", "x.png", "--python-processors", dir]);
    assert!(said.contains("ValueError: told to fail") && said.contains("Bad.py"), "{said}");
    std::fs::write(&workspace, text("Good")).unwrap();
    let said = fails(folder.path(), 1, &["render", workspace.to_str().unwrap(), "--out", "x.png", "--python-processors", dir]);
    assert!(said.contains("Good gave no data") || said.contains("P gave no data"), "no data is not ready: {said}");
}

#[test]
fn a_volume_read_back_by_the_library_is_what_the_program_says() {
    let Content::Volume(volume) = read(&root().join("assets/volumes/mni152_t1_1mm.npy"), &ReadOptions::default()).unwrap().content else {
        panic!("no volume")
    };
    let volume: Volume = volume;
    assert_eq!(volume.dimensions(), [197, 233, 189]);
    let zero = volume.array().as_slice::<u8>().unwrap().iter().filter(|v| **v != 0).count() as f64 / volume.array().elements() as f64;
    assert!((zero - 0.22).abs() < 0.01, "22 % of the voxels are brain: {zero}");
}
