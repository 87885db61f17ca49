//! Pictures of meshes against geometry, on whatever adapter there is.

use std::f32::consts::{PI, TAU};
use std::sync::OnceLock;

use glam::{Mat4, Vec3};
use voxloom_core::data::{Buffer, Camera, Connectivity, DrawType, Image, Layer, LayerKind, Mesh, Projection};
use voxloom_render::gpu::GpuBackEnd;
use voxloom_render::{BoxEdges, Cull, Frame, Lighting, MeshLook, MeshScene, RenderError, Renderer};

use Connectivity::{Fan, Loop, Strip, Unconnected};
use DrawType::{Lines, Points, Triangles};

/// The back end of all tests; `None` on a machine without an adapter, which these tests do not fail on.
fn gpu() -> Option<&'static GpuBackEnd> {
    static GPU: OnceLock<Result<GpuBackEnd, RenderError>> = OnceLock::new();
    match GPU.get_or_init(GpuBackEnd::new) {
        Ok(gpu) => Some(gpu),
        Err(error) => {
            println!("skipped: {error}");
            None
        }
    }
}

/// Layers of a picture, row 0 at the bottom.
struct Picture {
    size: [usize; 2],
    color: Vec<[u8; 4]>,
    depth: Vec<f32>,
    ids: Vec<u32>,
}

impl Picture {
    fn of(frame: &Frame) -> Self {
        let image = &frame.image;
        Self {
            size: image.dimensions(),
            color: image.color[0].array().as_slice::<u8>().unwrap().as_chunks::<4>().0.to_vec(),
            depth: image.depth.as_ref().unwrap().array().as_slice::<f32>().unwrap().to_vec(),
            ids: image.picking.as_ref().unwrap().array().as_slice::<u32>().unwrap().to_vec(),
        }
    }

    fn index(&self, x: usize, y: usize) -> usize {
        y * self.size[0] + x
    }

    fn color(&self, x: usize, y: usize) -> [u8; 4] {
        self.color[self.index(x, y)]
    }

    fn id(&self, x: usize, y: usize) -> u32 {
        self.ids[self.index(x, y)]
    }

    fn depth(&self, x: usize, y: usize) -> f32 {
        self.depth[self.index(x, y)]
    }

    /// Pixels covered, parts of them counted by a channel of a picture that is white on black.
    fn area(&self) -> f32 {
        self.color.iter().map(|c| f32::from(c[0]) / 255.0).sum()
    }
}

fn draw(gpu: &GpuBackEnd, scene: &MeshScene<'_>) -> Picture {
    Picture::of(&gpu.draw_meshes(scene, &|| false).unwrap())
}

const WHITE: [f32; 4] = [1.0; 4];
const BLACK: [f32; 4] = [0.0, 0.0, 0.0, 1.0];

/// One world unit is one pixel, the origin the bottom left corner; looks along -z from z = 10, which is depth 0, to z = -10, which is depth 1.
fn pixel_camera([width, height]: [u32; 2]) -> Camera {
    let center = Vec3::new(width as f32 * 0.5, height as f32 * 0.5, 0.0);
    Camera {
        look_from: center + Vec3::Z * 10.0,
        look_to: center,
        look_up: Vec3::Y,
        projection: Projection::Orthographic { height: height as f32 },
        near: 0.0,
        far: 20.0,
        fit: false,
    }
}

/// Unlit white on black, in pixels.
fn flat<'a>(size: [u32; 2], meshes: &[&'a Mesh]) -> MeshScene<'a> {
    MeshScene {
        size,
        camera: pixel_camera(size),
        background: BLACK,
        backdrop: None,
        meshes: meshes.to_vec(),
        look: MeshLook { color: WHITE, lighting: None, ..MeshLook::default() },
        bounding_box: None,
    }
}

fn mesh(positions: &[[f32; 3]], lists: &[(DrawType, Connectivity, &[u32])]) -> Mesh {
    let indices = lists.iter().map(|(draw, join, list)| (*draw, *join, list.to_vec())).collect();
    Mesh { positions: positions.to_vec(), indices, ..Mesh::default() }
}

/// A rectangle from `low` to `high` (in pixels) at a height.
fn rectangle(low: [f32; 2], high: [f32; 2], z: f32) -> Mesh {
    let corners = [[low[0], low[1], z], [high[0], low[1], z], [high[0], high[1], z], [low[0], high[1], z]];
    mesh(&corners, &[(Triangles, Unconnected, &[0, 1, 2, 0, 2, 3])])
}

fn colored(mut mesh: Mesh, color: [f32; 4]) -> Mesh {
    mesh.colors = vec![color; mesh.positions.len()];
    mesh
}

fn with_ids(mut mesh: Mesh, ids: &[u32]) -> Mesh {
    mesh.attributes.push((Mesh::PICKING.to_owned(), Buffer::from_vec(1, ids.to_vec()).unwrap()));
    mesh
}

/// A ball of `n` × `2n` faces. `normals`: smooth.
fn ball(center: Vec3, radius: f32, n: u32, normals: bool) -> Mesh {
    let mut ball = Mesh::default();
    for i in 0..=n {
        for j in 0..=2 * n {
            let (polar, around) = (PI * i as f32 / n as f32, TAU * j as f32 / (2 * n) as f32);
            let normal = Vec3::new(polar.sin() * around.cos(), polar.sin() * around.sin(), polar.cos());
            ball.positions.push((center + normal * radius).into());
            if normals {
                ball.normals.push(normal.into());
            }
        }
    }
    let row = 2 * n + 1;
    let quads = (0..n).flat_map(|i| (0..2 * n).map(move |j| i * row + j));
    let list = quads.flat_map(|a| [a, a + row, a + 1, a + 1, a + row, a + row + 1]).collect();
    ball.indices = vec![(Triangles, Unconnected, list)];
    ball
}

#[test]
fn triangles_cover_the_pixels_that_geometry_says() {
    let Some(gpu) = gpu() else { return };
    let size = [64, 48];
    // On pixel edges: exact. Between them: the samples of a pixel count its part.
    let picture = draw(gpu, &flat(size, &[&rectangle([10.0, 8.0], [30.0, 40.0], 0.0)]));
    for y in 0..48 {
        for x in 0..64 {
            let inside = (10..30).contains(&x) && (8..40).contains(&y);
            assert_eq!(picture.color(x, y)[0], if inside { 255 } else { 0 }, "{x} {y}");
            assert_eq!(picture.depth(x, y), if inside { 0.5 } else { 1.0 }, "{x} {y}");
        }
    }
    for (corners, area) in [([[3.0, 3.0], [60.0, 9.0], [20.0, 45.0]], 1146.0), ([[5.5, 2.25], [6.75, 44.0], [58.0, 30.5]], 1080.0)] {
        let [a, b, c]: [[f32; 2]; 3] = corners;
        let exact = 0.5 * ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs();
        assert!((exact - area).abs() < 30.0, "the formula: {exact}");
        let triangle = mesh(&corners.map(|[x, y]| [x, y, 1.0]), &[(Triangles, Unconnected, &[0, 1, 2])]);
        let picture = draw(gpu, &flat(size, &[&triangle]));
        let got = picture.area();
        assert!((got - exact).abs() < exact * 0.005, "{got} pixels, {exact} expected");
        // A pixel is part of the id and depth layers when its center is in the triangle.
        let hit = picture.depth.iter().filter(|d| **d < 1.0).count() as f32;
        assert!((hit - exact).abs() < exact * 0.02, "{hit} pixels, {exact} expected");
        let partly = picture.color.iter().filter(|c| c[0] > 0 && c[0] < 255).count();
        assert!(partly > 40, "edges are smooth: {partly}");
    }
}

#[test]
fn depths_are_those_of_the_projection() {
    let Some(gpu) = gpu() else { return };
    let size = [81, 61];
    let camera = Camera { look_from: Vec3::new(1.0, 2.0, 6.0), look_to: Vec3::new(0.2, 0.1, 0.0), near: 0.5, far: 30.0, ..Camera::default() };
    for projection in [Projection::Perspective { fov: 50.0 }, Projection::Orthographic { height: 5.0 }] {
        let camera = Camera { projection, ..camera };
        // A tilted plane through the origin, reaching beyond the picture, moved there by the matrices of the mesh.
        let mut plane = rectangle([-1.0, -1.0], [1.0, 1.0], 0.0);
        let turn = Mat4::from_axis_angle(Vec3::new(1.0, 1.0, 0.0).normalize(), 0.4);
        plane.space.model_from_data = Some(Mat4::from_scale(Vec3::splat(20.0)));
        plane.space.world_from_model = turn;
        let normal = turn.transform_vector3(Vec3::Z);
        let scene = MeshScene { camera, ..flat(size, &[&plane]) };
        let picture = draw(gpu, &scene);
        let aspect = size[0] as f32 / size[1] as f32;
        let clip_from_world = camera.clip_from_view(aspect) * camera.view_from_world();
        let world_from_clip = clip_from_world.inverse();
        for (x, y) in [(0, 0), (40, 30), (80, 60), (13, 50), (70, 5)] {
            let ndc = |z: f32| Vec3::new((x as f32 + 0.5) / size[0] as f32 * 2.0 - 1.0, (y as f32 + 0.5) / size[1] as f32 * 2.0 - 1.0, z);
            let [from, to] = [-1.0, 1.0].map(|z| world_from_clip.project_point3(ndc(z)));
            let hit = from + (to - from) * (-from.dot(normal) / (to - from).dot(normal));
            let expected = clip_from_world.project_point3(hit).z * 0.5 + 0.5;
            assert!((picture.depth(x, y) - expected).abs() < 1e-5, "{projection:?} {x} {y}: {} for {expected}", picture.depth(x, y));
        }
    }
    // Points and lines write the depth of where they are, though they are tested closer to the eye.
    let cross = mesh(&[[5.0, 10.5, -3.0], [35.0, 10.5, 5.0], [20.5, 20.5, 2.0]], &[(Lines, Strip, &[0, 1]), (Points, Strip, &[2])]);
    let picture = draw(gpu, &flat([40, 30], &[&cross]));
    assert!((picture.depth(20, 20) - 0.4).abs() < 1e-6);
    for x in [5, 17, 34] {
        let expected = 0.5 - (-3.0 + (x as f32 + 0.5 - 5.0) / 30.0 * 8.0) / 20.0;
        assert!((picture.depth(x, 10) - expected).abs() < 1e-5, "{x}: {} for {expected}", picture.depth(x, 10));
    }
}

#[test]
fn a_ball_has_the_silhouette_of_its_projection() {
    let Some(gpu) = gpu() else { return };
    let size = [200, 160];
    let ball = ball(Vec3::new(0.1, 0.05, 0.0), 1.0, 64, true);
    let distance = 5.0f32;
    let fov = 40.0f32;
    let camera = Camera {
        look_from: Vec3::new(0.1, 0.05, distance),
        look_to: Vec3::new(0.1, 0.05, 0.0),
        projection: Projection::Perspective { fov },
        ..Camera::default()
    };
    let picture = draw(gpu, &MeshScene { camera, ..flat(size, &[&ball]) });
    // The cone that touches the ball, cut by the picture.
    let pixels = 160.0 / (2.0 * (fov.to_radians() * 0.5).tan());
    let radius = pixels / (distance * distance - 1.0).sqrt();
    let (got, exact) = (picture.area(), PI * radius * radius);
    assert!((got / exact - 1.0).abs() < 0.01, "{got} pixels, {exact} expected");
}

#[test]
fn lines_and_points_have_their_width_in_pixels() {
    let Some(gpu) = gpu() else { return };
    let size = [100, 80];
    for (width, ends) in [(1.0, [[10.0, 20.5], [80.0, 20.5]]), (4.0, [[20.0, 15.0], [75.0, 60.0]]), (9.0, [[20.0, 60.0], [20.0, 20.0]])] {
        let [a, b]: [[f32; 2]; 2] = ends;
        let line = mesh(&[[a[0], a[1], 0.0], [b[0], b[1], 0.0]], &[(Lines, Unconnected, &[0, 1])]);
        let mut scene = flat(size, &[&line]);
        scene.look.line_width = width;
        let picture = draw(gpu, &scene);
        // Round ends.
        let exact = (b[0] - a[0]).hypot(b[1] - a[1]) * width + PI * width * width * 0.25;
        let got = picture.area();
        assert!((got - exact).abs() < exact * 0.03, "width {width}: {got} pixels, {exact} expected");
    }
    let positions: Vec<_> = (0..12u8).map(|i| [10.0 + 20.3 * f32::from(i % 4), 12.0 + 25.7 * f32::from(i / 4), 0.0]).collect();
    let ids: Vec<u32> = (0..12).collect();
    let points = mesh(&positions, &[(Points, Unconnected, &ids)]);
    for size_of_point in [1.0f32, 6.0, 13.0] {
        let mut scene = flat(size, &[&points]);
        scene.look.point_size = size_of_point;
        let picture = draw(gpu, &scene);
        let (got, exact) = (picture.area(), 12.0 * PI * size_of_point * size_of_point * 0.25);
        assert!((got - exact).abs() < exact * if size_of_point > 1.0 { 0.03 } else { 0.25 }, "{size_of_point}: {got} pixels, {exact} expected");
        // However small: every point can be picked.
        for p in &positions {
            assert!(picture.depth(p[0] as usize, p[1] as usize) < 1.0, "{size_of_point} at {p:?}");
        }
    }
    // A line that comes from behind the eye is cut at the near plane.
    let along = mesh(&[[0.3, 0.0, 50.0], [0.3, 0.0, -50.0]], &[(Lines, Unconnected, &[0, 1])]);
    let camera = Camera { look_from: Vec3::new(0.0, 0.0, 2.0), ..Camera::default() };
    let picture = draw(gpu, &MeshScene { camera, ..flat(size, &[&along]) });
    let [left, right] = [0..50, 50..100].map(|columns: std::ops::Range<usize>| columns.filter(|x| picture.color(*x, 40)[0] > 20).count());
    assert!(left == 0 && right > 40, "to the right of the middle alone: {left} {right}");
}

#[test]
fn colors_are_interpolated_and_may_be_overridden() {
    let Some(gpu) = gpu() else { return };
    let size = [60, 40];
    let mut triangle = mesh(&[[0.0, 0.0, 0.0], [60.0, 0.0, 0.0], [0.0, 40.0, 0.0]], &[(Triangles, Unconnected, &[0, 1, 2])]);
    triangle.colors = vec![[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]];
    let picture = draw(gpu, &flat(size, &[&triangle]));
    for (x, y) in [(10, 10), (30, 5), (3, 30), (20, 20)] {
        let (g, b) = ((x as f32 + 0.5) / 60.0, (y as f32 + 0.5) / 40.0);
        for (got, part) in picture.color(x, y).into_iter().zip([1.0 - g - b, g, b, 1.0]) {
            assert!((f32::from(got) - part * 255.0).abs() <= 1.5, "{x} {y}: {:?}", picture.color(x, y));
        }
    }
    // Along a line too, in space: the middle of a line that goes away from the eye is not where the middle color is in the picture.
    let mut line = mesh(&[[-0.5, 0.0, 0.0], [0.5, 0.0, -3.0]], &[(Lines, Unconnected, &[0, 1])]);
    line.colors = vec![[0.0, 0.0, 0.0, 1.0], WHITE];
    let camera = Camera { look_from: Vec3::new(0.0, 0.0, 1.0), projection: Projection::Perspective { fov: 90.0 }, ..Camera::default() };
    let mut scene = MeshScene { camera, ..flat([80, 80], &[&line]) };
    scene.look.line_width = 5.0;
    let picture = draw(gpu, &scene);
    // The middle of the line is at x = 0, which is the middle of the picture.
    assert!((i32::from(picture.color(39, 40)[0]) - 127).abs() < 9, "{:?}", picture.color(39, 40));
    let mut scene = flat(size, &[&triangle]);
    scene.look.color = [0.2, 0.4, 0.6, 1.0];
    scene.look.override_colors = true;
    assert_eq!(draw(gpu, &scene).color(5, 5), [51, 102, 153, 255]);
}

#[test]
fn picking_ids_are_exact_and_belong_to_the_nearest() {
    let Some(gpu) = gpu() else { return };
    let size = [40, 40];
    let large = u32::MAX - 5;
    let back = with_ids(rectangle([2.0, 2.0], [30.0, 30.0], -2.0), &[large; 4]);
    let front = with_ids(colored(rectangle([20.3, 20.7], [38.0, 38.0], 3.0), [1.0, 0.0, 0.0, 0.25]), &[77, 77, 77, 78]);
    let hidden = with_ids(rectangle([10.0, 10.0], [12.0, 12.0], -5.0), &[9; 4]);
    for meshes in [[&back, &front, &hidden], [&hidden, &front, &back]] {
        let picture = draw(gpu, &flat(size, &meshes));
        assert_eq!([picture.id(11, 11), picture.id(3, 29), picture.id(0, 0)], [large, large, 0]);
        // Transparent, but in front. The upper left triangle takes the id of its last vertex.
        assert_eq!([picture.id(25, 22), picture.id(36, 23), picture.id(22, 36)], [77, 77, 78]);
        let mut known = picture.ids.clone();
        known.sort_unstable();
        known.dedup();
        assert_eq!(known, [0, 77, 78, large], "ids are never mixed at edges");
    }
    // Lines and points have ids as well; without ids a mesh hides those behind it; what is invisible is not there.
    let marks = with_ids(mesh(&[[5.0, 5.5, 1.0], [30.0, 5.5, 1.0], [8.5, 30.5, 1.0]], &[(Lines, Strip, &[0, 1]), (Points, Strip, &[2])]), &[1, 2, 3]);
    let cover = rectangle([0.0, 0.0], [10.0, 10.0], 5.0);
    let ghost = with_ids(colored(rectangle([0.0, 0.0], [40.0, 40.0], 6.0), [1.0, 1.0, 1.0, 0.0]), &[50; 4]);
    let picture = draw(gpu, &flat(size, &[&back, &marks, &cover, &ghost]));
    assert_eq!([picture.id(20, 5), picture.id(8, 30), picture.id(7, 5), picture.id(20, 20)], [2, 3, 0, large]);
}

#[test]
fn the_nearer_mesh_hides_the_other_whatever_the_order() {
    let Some(gpu) = gpu() else { return };
    let size = [50, 30];
    let (red, green) = (colored(rectangle([5.0, 5.0], [30.0, 25.0], 1.0), [1.0, 0.0, 0.0, 1.0]), [0.0, 1.0, 0.0, 1.0]);
    let mut slope = colored(rectangle([20.0, 5.0], [45.0, 25.0], 0.0), green);
    // From behind at x = 20 to before at x = 45; equal at 25.
    for p in &mut slope.positions {
        p[2] = (p[0] - 25.0) * 0.2 + 1.0;
    }
    for meshes in [[&red, &slope], [&slope, &red]] {
        let picture = draw(gpu, &flat(size, &meshes));
        let colors = [10, 22, 27, 40].map(|x| picture.color(x, 15));
        assert_eq!(colors, [[255, 0, 0, 255], [255, 0, 0, 255], [0, 255, 0, 255], [0, 255, 0, 255]]);
    }
    let mut scene = flat(size, &[&slope, &red]);
    scene.look.depth_test = false;
    assert_eq!(draw(gpu, &scene).color(27, 15), [255, 0, 0, 255], "without the test the last one wins");
}

#[test]
fn transparent_triangles_are_blended_from_the_farthest_on() {
    let Some(gpu) = gpu() else { return };
    let size = [20, 20];
    let layer = |z: f32, color: [f32; 4]| colored(rectangle([0.0, 0.0], [20.0, 20.0], z), color);
    let opaque = layer(-4.0, [0.0, 0.0, 1.0, 1.0]);
    let (red, green) = (layer(-1.0, [1.0, 0.0, 0.0, 0.5]), layer(2.0, [0.0, 1.0, 0.0, 0.5]));
    let hidden = layer(-6.0, [1.0, 1.0, 1.0, 0.5]);
    // Blue, half red over it, half green over that.
    let expected = [64, 128, 64, 255];
    let close = |got: [u8; 4], expected: [u8; 4]| {
        assert!(got.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2), "{got:?}, expected {expected:?}");
    };
    for meshes in [[&hidden, &opaque, &red, &green], [&green, &red, &opaque, &hidden]] {
        close(draw(gpu, &flat(size, &meshes)).color(10, 10), expected);
    }
    // The same within one mesh, whose triangles come in the wrong order.
    let mut both = green.clone();
    both.positions.extend(&red.positions);
    both.colors.extend(&red.colors);
    both.indices = vec![(Triangles, Unconnected, vec![0, 1, 2, 4, 5, 6, 0, 2, 3, 4, 6, 7])];
    close(draw(gpu, &flat(size, &[&both, &opaque])).color(10, 10), expected);
    close(draw(gpu, &flat(size, &[&both, &opaque])).color(4, 14), expected);
    // And from behind.
    let mut scene = flat(size, &[&both]);
    scene.camera.look_from.z = -10.0;
    close(draw(gpu, &scene).color(10, 10), [128, 64, 0, 255]);
    // A color for all that is transparent.
    let mut scene = flat(size, &[&opaque]);
    (scene.look.override_colors, scene.look.color) = (true, [1.0, 0.0, 0.0, 0.4]);
    close(draw(gpu, &scene).color(10, 10), [102, 0, 0, 255]);
    scene.background = [0.0; 4];
    close(draw(gpu, &scene).color(10, 10), [102, 0, 0, 102]);
}

#[test]
fn the_box_is_hidden_by_the_mesh_before_it_and_seen_beside_it() {
    let Some(gpu) = gpu() else { return };
    let size = [60, 40];
    let edges = BoxEdges {
        world_from_data: Mat4::from_translation(Vec3::new(10.5, 10.5, -5.0)) * Mat4::from_scale(Vec3::new(40.0, 20.0, 5.0)),
        color: [1.0, 0.0, 0.0, 1.0],
    };
    let before = rectangle([20.0, 5.0], [30.0, 35.0], 4.0);
    let behind = rectangle([35.0, 5.0], [45.0, 35.0], -7.0);
    let scene = MeshScene { bounding_box: Some(edges), ..flat(size, &[&before, &behind]) };
    let picture = draw(gpu, &scene);
    let red = |x, y| picture.color(x, y) == [255, 0, 0, 255];
    assert_eq!(
        [red(15, 10), red(25, 10), red(40, 10), red(15, 30), red(25, 30), red(10, 20), red(50, 20)],
        [true, false, true, true, false, true, true]
    );
    assert!((picture.depth(15, 10) - 0.5).abs() < 1e-5, "the front edge: {}", picture.depth(15, 10));
    assert_eq!([picture.color(25, 20), picture.color(15, 20)], [[255; 4], [0, 0, 0, 255]]);
    // A transparent mesh in the middle of the box: the front edges lie over it, the back edges shine through.
    let middle = colored(rectangle([0.0, 0.0], [60.0, 40.0], -2.5), [0.0, 1.0, 0.0, 0.5]);
    let tilted = Mat4::from_translation(Vec3::new(10.5, 10.5, -5.0))
        * Mat4::from_cols_array_2d(&[[40.0, 0.0, 0.0, 0.0], [0.0, 14.0, 0.0, 0.0], [3.0, 6.0, 5.0, 0.0], [0.0, 0.0, 0.0, 1.0]]);
    let edges = BoxEdges { world_from_data: tilted, color: [1.0, 0.0, 0.0, 0.8] };
    let picture = draw(gpu, &MeshScene { bounding_box: Some(edges), ..flat(size, &[&middle]) });
    let (front, back) = (picture.color(30, 16), picture.color(30, 10));
    assert!(front[0].abs_diff(204) < 4 && back[0].abs_diff(102) < 4, "front {front:?}, back {back:?}");
}

#[test]
fn light_follows_normals_and_flat_faces_have_one_shade() {
    let Some(gpu) = gpu() else { return };
    let size = [120, 120];
    let light = Lighting { ambient: 0.1, diffuse: 0.9, specular: 0.0, shininess: 10.0, position: None };
    let lit = |mesh: &Mesh| {
        let mut scene = flat(size, &[mesh]);
        scene.look.lighting = Some(light);
        draw(gpu, &scene)
    };
    let center = Vec3::new(60.0, 60.0, 0.0);
    let (smooth, faces) = (lit(&ball(center, 9.5, 40, true)), lit(&ball(center, 9.5, 4, false)));
    // The ball is 19 pixels wide: the shade is that of the normal under the pixel.
    for (x, y) in [(60, 60), (65, 60), (57, 64), (60, 53)] {
        let (u, v) = ((x as f32 - 59.5) / 9.5, (y as f32 - 59.5) / 9.5);
        let expected = 255.0 * (0.1 + 0.9 * (1.0 - u * u - v * v).sqrt());
        assert!((f32::from(smooth.color(x, y)[0]) - expected).abs() < 3.0, "{x} {y}: {:?} for {expected}", smooth.color(x, y));
    }
    let shades = |picture: &Picture| {
        let mut shades: Vec<u8> = picture.color.iter().map(|c| c[0]).filter(|c| *c > 20).collect();
        shades.sort_unstable();
        shades.chunk_by(|a, b| a == b).filter(|same| same.len() > 3).count()
    };
    assert!(shades(&faces) < 12 && shades(&smooth) > 25, "flat {}, smooth {}", shades(&faces), shades(&smooth));
    // One tilted face: its shade everywhere, from both sides.
    let mut slope = rectangle([20.0, 20.0], [100.0, 100.0], 0.0);
    for p in &mut slope.positions {
        p[2] = (p[0] - 60.0) * 0.1;
    }
    let expected = 255.0 * (0.1 + 0.9 / 1.01f32.sqrt());
    let mut turned = slope.clone();
    turned.indices = vec![(Triangles, Fan, vec![0, 3, 2, 1])];
    for mesh in [&slope, &turned] {
        let picture = lit(mesh);
        for (x, y) in [(21, 21), (60, 60), (99, 99), (98, 22)] {
            assert!((f32::from(picture.color(x, y)[0]) - expected).abs() <= 1.0, "{:?}", picture.color(x, y));
        }
    }
    // A light beside: the far half of the ball stays dark.
    let mut scene = flat(size, &[]);
    let ball = ball(center, 9.5, 40, true);
    scene.meshes = vec![&ball];
    scene.look.lighting = Some(Lighting { position: Some(Vec3::new(1000.0, 60.0, 0.0)), ..light });
    let picture = draw(gpu, &scene);
    assert!(picture.color(67, 60)[0] > 180, "{:?}", picture.color(67, 60));
    assert!(picture.color(53, 60)[0].abs_diff(26) <= 1, "{:?}", picture.color(53, 60));
}

#[test]
fn normals_turn_with_a_mesh_that_is_stretched() {
    let Some(gpu) = gpu() else { return };
    // A tilted face, once as it is and once made by stretching another one; normals given.
    let face = |depth: f32| {
        let mut face = rectangle([10.0, 10.0], [50.0, 50.0], 0.0);
        face.positions.iter_mut().for_each(|p| p[2] = (p[0] - 30.0) * depth);
        face.normals = vec![Vec3::new(-depth, 0.0, 1.0).normalize().into(); 4];
        face
    };
    let shade = |mesh: &Mesh| {
        let mut scene = flat([60, 60], &[mesh]);
        scene.look.lighting = Some(Lighting { specular: 0.0, ..Lighting::default() });
        draw(gpu, &scene).color(30, 30)
    };
    let mut stretched = face(0.1);
    stretched.space.model_from_data = Some(Mat4::from_scale(Vec3::new(1.0, 1.0, 2.5)));
    assert_eq!(shade(&stretched), shade(&face(0.25)));
    assert_ne!(shade(&stretched), shade(&face(0.1)));
}

#[test]
fn joined_lists_draw_the_picture_of_the_triangles_and_lines_they_stand_for() {
    let Some(gpu) = gpu() else { return };
    let rim: Vec<[f32; 3]> = (0..8).map(|i| (TAU * i as f32 / 8.0).sin_cos()).map(|(s, c)| [30.0 + 25.0 * c, 30.0 + 25.0 * s, c]).collect();
    let ids: Vec<u32> = (1..=8).collect();
    let of = |draw, join, list: &[u32]| {
        let mut mesh = with_ids(mesh(&rim, &[(draw, join, list)]), &ids);
        mesh.colors = (0..8u8).map(|i| [f32::from(i) / 7.0, 1.0 - f32::from(i) / 7.0, 0.5, 1.0]).collect();
        mesh
    };
    let pairs = [
        (of(Triangles, Strip, &[0, 1, 7, 2, 6, 3]), of(Triangles, Unconnected, &[0, 1, 7, 7, 1, 2, 7, 2, 6, 6, 2, 3])),
        (of(Triangles, Fan, &[0, 1, 2, 3, 4, 5]), of(Triangles, Unconnected, &[0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 5])),
        (of(Lines, Strip, &[0, 3, 5, 2]), of(Lines, Unconnected, &[0, 3, 3, 5, 5, 2])),
        (of(Lines, Loop, &[0, 3, 5, 2]), of(Lines, Unconnected, &[0, 3, 3, 5, 5, 2, 2, 0])),
    ];
    for (joined, plain) in &pairs {
        let [a, b] = [joined, plain].map(|mesh| {
            let mut scene = flat([60, 60], &[mesh]);
            scene.look.line_width = 3.0;
            scene.look.cull = Cull::Back;
            draw(gpu, &scene)
        });
        assert!(a.area() > 100.0);
        assert_eq!((a.color, a.depth, a.ids), (b.color, b.depth, b.ids), "{:?}", joined.indices);
    }
}

#[test]
fn culling_leaves_out_one_side() {
    let Some(gpu) = gpu() else { return };
    let counter_clockwise = rectangle([5.0, 5.0], [25.0, 25.0], 0.0);
    let area = |cull, behind: bool| {
        let mut scene = flat([30, 30], &[&counter_clockwise]);
        scene.look.cull = cull;
        scene.camera.look_from.z *= if behind { -1.0 } else { 1.0 };
        draw(gpu, &scene).area()
    };
    assert_eq!([Cull::None, Cull::Front, Cull::Back, Cull::All].map(|cull| area(cull, false)), [400.0, 0.0, 400.0, 0.0]);
    assert_eq!([Cull::None, Cull::Front, Cull::Back, Cull::All].map(|cull| area(cull, true)), [400.0, 400.0, 0.0, 0.0]);
}

#[test]
fn lines_win_against_the_surface_that_they_lie_on() {
    let Some(gpu) = gpu() else { return };
    // Seen at a slant, a wide line would sink into the surface by half.
    let wire = with_ids(colored(mesh(&[[-1.0, 0.0, 0.0], [1.0, 0.0, 0.0]], &[(Lines, Unconnected, &[0, 1])]), [1.0, 0.0, 0.0, 1.0]), &[5, 5]);
    let surface = rectangle([-3.0, -3.0], [3.0, 3.0], 0.0);
    let camera = Camera { look_from: Vec3::new(0.0, -2.0, 1.0), look_up: Vec3::Z, ..Camera::default() };
    let mut scene = MeshScene { camera, ..flat([80, 60], &[&surface, &wire]) };
    scene.look.line_width = 3.0;
    let picture = draw(gpu, &scene);
    let with = picture.ids.iter().filter(|id| **id == 5).count();
    scene.meshes = vec![&wire];
    let alone = draw(gpu, &scene).ids.iter().filter(|id| **id == 5).count();
    assert!(alone > 150 && with == alone, "{with} of {alone} pixels");
}

#[test]
fn a_backdrop_passes_through_and_its_depth_hides_meshes() {
    let Some(gpu) = gpu() else { return };
    let size = [12usize, 10];
    let n = size[0] * size[1];
    let colors: Vec<u8> = (0..n * 4).map(|i| if i % 4 == 3 { 255 } else { (i * 7 % 251) as u8 }).collect();
    // Near (0.2) in the left half, far (0.8) in the right.
    let depths: Vec<f32> = (0..n).map(|i| if i % size[0] < 6 { 0.2 } else { 0.8 }).collect();
    let ids: Vec<u32> = (0..n as u32).map(|i| i + 1000).collect();
    let shape = [size[1], size[0]];
    let image = Image {
        color: vec![Layer::from_vec(shape, 4, colors.clone()).unwrap()],
        depth: Some(Layer::from_vec(shape, 1, depths.clone()).unwrap().with_kind(LayerKind::Depth)),
        picking: Some(Layer::from_vec(shape, 1, ids.clone()).unwrap().with_kind(LayerKind::Picking)),
    };
    let empty = Mesh::default();
    let alone = gpu.draw_meshes(&MeshScene { backdrop: Some(&image), ..flat([12, 10], &[&empty]) }, &|| false).unwrap();
    let same = Picture::of(&alone);
    assert_eq!((same.color.as_flattened(), &same.depth, &same.ids), (colors.as_slice(), &depths, &ids), "every byte");
    // On the host or on the GPU, a wall at depth 0.5 is hidden on the left.
    let wall = with_ids(rectangle([2.0, 0.0], [10.0, 10.0], 0.0), &[7; 4]);
    for backdrop in [&image, &alone.image] {
        let picture = draw(gpu, &MeshScene { backdrop: Some(backdrop), ..flat([12, 10], &[&wall]) });
        let row = 4 * size[0];
        for x in 0..12 {
            let drawn = (6..10).contains(&x);
            assert_eq!(picture.id(x, 4), if drawn { 7 } else { ids[row + x] }, "{x}");
            assert_eq!(picture.color(x, 4)[..3] == [255; 3], drawn, "{x}");
            assert_eq!(picture.depth(x, 4), if drawn { 0.5 } else { depths[row + x] });
        }
    }
    // A picture of another size is stretched.
    let picture = draw(gpu, &MeshScene { backdrop: Some(&image), ..flat([24, 20], &[&wall]) });
    assert_eq!([picture.id(1, 1), picture.id(22, 18)], [1000, 1000 + n as u32 - 1]);
}

#[test]
fn nothing_draws_the_background() {
    let Some(gpu) = gpu() else { return };
    let (empty, bare) = (Mesh::default(), mesh(&[[1.0; 3]; 4], &[]));
    for meshes in [vec![], vec![&empty], vec![&empty, &bare]] {
        let picture = draw(gpu, &MeshScene { background: [0.2, 0.1, 0.0, 0.4], ..flat([5, 4], &meshes) });
        assert!(picture.color.iter().all(|c| *c == [51, 26, 0, 102]), "{:?}", picture.color[0]);
        assert!(picture.depth.iter().all(|d| *d == 1.0) && picture.ids.iter().all(|id| *id == 0));
    }
}

#[test]
fn what_cannot_be_drawn_is_said_with_its_numbers() {
    let Some(gpu) = gpu() else { return };
    let good = rectangle([0.0, 0.0], [9.0, 9.0], 0.0);
    let error = |meshes: &[&Mesh]| gpu.draw_meshes(&flat([10, 10], meshes), &|| false).unwrap_err().to_string();
    let mut broken = good.clone();
    broken.indices[0].2[4] = 12;
    let message = "the mesh index 12 is out of range: the mesh has 4 vertices, 0 to 3 (entry 4 of index list 0, triangles)";
    assert_eq!(error(&[&broken]), message);
    assert_eq!(error(&[&good, &broken]), format!("mesh 2 of 2: {message}"));
    let mut short = good.clone();
    short.normals = vec![[0.0, 0.0, 1.0]; 3];
    assert_eq!(error(&[&short]), "the mesh has 4 positions but 3 normals; both need the same number");
    assert!(error(&[&with_ids(good.clone(), &[1, 2])]).contains("holds 2 elements"), "{}", error(&[&with_ids(good.clone(), &[1, 2])]));
    let mut bytes = good.clone();
    bytes.colors = vec![[255.0, 0.0, 0.0, 255.0]; 4];
    let frame = gpu.draw_meshes(&flat([10, 10], &[&bytes]), &|| false).unwrap();
    assert!(frame.notes[0].contains("divide bytes by 255"), "{:?}", frame.notes);
    let mut scene = flat([10, 10], &[&good]);
    scene.camera.look_from.x = f32::NAN;
    assert!(gpu.draw_meshes(&scene, &|| false).unwrap_err().to_string().contains("camera is not finite"));
    assert_eq!(gpu.draw_meshes(&flat([10, 10], &[&good]), &|| true).unwrap_err(), RenderError::Cancelled);
}

#[test]
fn without_an_adapter_the_reason_and_the_cure_are_said() {
    let triangle = rectangle([0.0, 0.0], [9.0, 9.0], 0.0);
    let error = Renderer::cpu_only().draw_meshes(&flat([10, 10], &[&triangle]), &|| false).unwrap_err().to_string();
    for words in ["graphics adapter", "the CPU back end was asked for", "lavapipe", "mesa-vulkan-drivers", "without --backend cpu"] {
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn meshes_stay_on_the_gpu_under_a_budget() {
    if gpu().is_none() {
        return;
    }
    let gpu = GpuBackEnd::new().unwrap();
    let meshes: Vec<Mesh> = (0..3u8).map(|i| ball(Vec3::new(20.0 + f32::from(i), 20.0, 0.0), 10.0, 12, true)).collect();
    let draw_one = |i: usize| draw(&gpu, &flat([40, 40], &[&meshes[i]])).area();
    let first = draw_one(0);
    let one = gpu.mesh_bytes();
    // 13 × 25 vertices with normals, 12 × 24 × 2 triangles.
    assert_eq!(one, 13 * 25 * 24 + 12 * 24 * 2 * 12);
    assert_eq!((draw_one(0), gpu.mesh_bytes()), (first, one), "drawn again, kept once");
    assert_eq!((draw_one(1) > 0.0, gpu.mesh_bytes()), (true, 2 * one));
    gpu.set_mesh_budget(one + 10);
    assert_eq!(gpu.mesh_bytes(), one);
    assert!(draw_one(2) > 0.0 && gpu.mesh_bytes() == one, "the least recently drawn made room");
    gpu.set_mesh_budget(one - 1);
    let error = gpu.draw_meshes(&flat([40, 40], &[&meshes[0]]), &|| false).unwrap_err().to_string();
    assert!(error.contains("a mesh of 325 vertices needs 14 KiB on the GPU, where 14 KiB may be used"), "{error}");
    // A changed mesh is another mesh.
    gpu.set_mesh_budget(one * 2);
    let mut moved = meshes[0].clone();
    moved.positions.iter_mut().for_each(|p| p[0] += 1000.0);
    assert_eq!([draw_one(0) > 0.0, draw(&gpu, &flat([40, 40], &[&moved])).area() > 0.0], [true, false]);
}

#[test]
fn many_primitives_are_drawn_in_several_submissions_that_change_no_byte() {
    if gpu().is_none() {
        return;
    }
    let gpu = GpuBackEnd::new().unwrap();
    // 640,000 triangles: more than one submission holds, and not the same parts each time.
    let ball = ball(Vec3::new(60.0, 60.0, 0.0), 8.0, 400, true);
    let mut scene = flat([120, 120], &[&ball]);
    scene.look.lighting = Some(Lighting::default());
    let whole = draw(&gpu, &scene);
    let again = draw(&gpu, &scene);
    assert_eq!((whole.color, whole.depth), (again.color, again.depth));
    let exact = PI * 64.0;
    let area = draw(&gpu, &flat([120, 120], &[&ball])).area();
    assert!((area / exact - 1.0).abs() < 0.01, "{area} pixels, {exact} expected");
}
