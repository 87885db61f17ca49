//! Small pictures of meshes: from above a corner, parallel, the nearest surface wins.

use egui::{Color32, ColorImage};
use glam::{Vec3, vec3};
use voxloom_core::data::{Connectivity, DrawType, Mesh};

use super::thumbnail::LARGEST;

/// Around what is drawn, in pixels.
const MARGIN: f32 = 6.0;
/// Points, lines or triangles of a mesh that are drawn at most; of more, every so many-th.
const MOST: usize = 100_000;
const INK: [f32; 3] = [0.74, 0.74, 0.55];

/// All of the meshes in one picture; `None` when there is nothing finite in them.
pub fn mesh_picture(meshes: &[&Mesh]) -> Option<ColorImage> {
    let toward = vec3(0.45, 0.4, 0.8).normalize();
    let right = Vec3::Y.cross(toward).normalize();
    let up = toward.cross(right);
    let placed = |mesh: &Mesh| -> Vec<Vec3> {
        let matrix = mesh.world_from_data();
        let seen = |p: &[f32; 3]| {
            let p = matrix.transform_point3(Vec3::from(*p));
            vec3(p.dot(right), p.dot(up), p.dot(toward))
        };
        mesh.positions.iter().map(seen).collect()
    };
    let points: Vec<Vec<Vec3>> = meshes.iter().map(|mesh| placed(mesh)).collect();
    let finite = points.iter().flatten().filter(|p| p.is_finite()).map(|p| [*p, *p]);
    let [low, high] = finite.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
    let size = (high - low).truncate().max_element().max(f32::MIN_POSITIVE);
    let (scale, middle) = ((LARGEST as f32 - 2.0 * MARGIN) / size, (low + high) * 0.5);
    let mut canvas = Canvas { pixels: vec![Color32::TRANSPARENT; LARGEST * LARGEST], depth: vec![f32::NEG_INFINITY; LARGEST * LARGEST] };
    for (mesh, points) in meshes.iter().zip(&points) {
        let on_canvas = |p: &Vec3| {
            let at = (*p - middle) * scale;
            vec3(LARGEST as f32 * 0.5 + at.x, LARGEST as f32 * 0.5 - at.y, at.z)
        };
        let points: Vec<Vec3> = points.iter().map(on_canvas).collect();
        canvas.mesh(mesh, &points);
    }
    Some(ColorImage::new([LARGEST, LARGEST], canvas.pixels))
}

struct Canvas {
    pixels: Vec<Color32>,
    depth: Vec<f32>,
}

impl Canvas {
    fn mesh(&mut self, mesh: &Mesh, points: &[Vec3]) {
        let color = |index: u32| mesh.colors.get(index as usize).map_or(INK, |c| [c[0], c[1], c[2]]);
        let point = |index: u32| points.get(index as usize).copied().filter(|p| p.is_finite());
        for (draw, connectivity, list) in &mesh.indices {
            let corners = match draw {
                DrawType::Points => 1,
                DrawType::Lines => 2,
                DrawType::Triangles => 3,
            };
            let joined = corners > 1 && *connectivity != Connectivity::Unconnected;
            let count = if joined { (list.len() + 1).saturating_sub(corners) } else { list.len() / corners };
            for number in (0..count).step_by(count.div_ceil(MOST).max(1)) {
                let first = if joined { number } else { number * corners };
                let mut indices = list[first..first + corners].to_vec();
                if joined && *connectivity == Connectivity::Fan {
                    indices[0] = list[0];
                }
                let Some(places) = indices.iter().map(|i| point(*i)).collect::<Option<Vec<_>>>() else { continue };
                let ink = color(indices[0]);
                match places.as_slice() {
                    [a, b, c] => self.triangle([*a, *b, *c], ink),
                    [a, b] => self.line(*a, *b, ink),
                    [a] => self.dot(*a, ink),
                    _ => {}
                }
            }
        }
    }

    fn dot(&mut self, at: Vec3, ink: [f32; 3]) {
        if at.x < 0.0 || at.y < 0.0 {
            return;
        }
        let (x, y) = (at.x as usize, at.y as usize);
        if x < LARGEST && y < LARGEST && self.depth[y * LARGEST + x] < at.z {
            self.depth[y * LARGEST + x] = at.z;
            let [r, g, b] = ink.map(|c| (c.clamp(0.0, 1.0) * 255.0) as u8);
            self.pixels[y * LARGEST + x] = Color32::from_rgb(r, g, b);
        }
    }

    fn line(&mut self, a: Vec3, b: Vec3, ink: [f32; 3]) {
        let steps = (b - a).truncate().abs().max_element().ceil().clamp(1.0, 4.0 * LARGEST as f32) as usize;
        for step in 0..=steps {
            self.dot(a.lerp(b, step as f32 / steps as f32), ink);
        }
    }

    fn triangle(&mut self, [a, b, c]: [Vec3; 3], ink: [f32; 3]) {
        let normal = (b - a).cross(c - a).normalize_or_zero();
        let ink = ink.map(|c| c * (0.35 + 0.65 * normal.z.abs()));
        let area = (b - a).truncate().perp_dot((c - a).truncate());
        let (low, high) = (a.min(b).min(c), a.max(b).max(c));
        if area.abs() < 0.5 {
            // Smaller than a pixel, or seen from the side.
            self.line(a, if (b - a).length_squared() > (c - a).length_squared() { b } else { c }, ink);
            return;
        }
        let span = |low: f32, high: f32| (low.floor().max(0.0) as usize)..=(high.ceil().clamp(0.0, LARGEST as f32 - 1.0) as usize);
        for y in span(low.y, high.y) {
            for x in span(low.x, high.x) {
                let p = vec3(x as f32 + 0.5, y as f32 + 0.5, 0.0);
                let part = |from: Vec3, to: Vec3| (to - from).truncate().perp_dot((p - from).truncate()) / area;
                let (wa, wb, wc) = (part(b, c), part(c, a), part(a, b));
                if wa >= 0.0 && wb >= 0.0 && wc >= 0.0 {
                    self.dot(vec3(p.x, p.y, a.z * wa + b.z * wb + c.z * wc), ink);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_triangle_hides_the_other() {
        let corner = |s: f32, z: f32| [[-s, -s, z], [s, -s, z], [0.0, s, z]];
        let mut mesh = Mesh { positions: [corner(1.0, 0.0), corner(1.0, 0.5)].concat(), ..Mesh::default() };
        mesh.colors = [[[1.0, 0.0, 0.0, 1.0]; 3], [[0.0, 1.0, 0.0, 1.0]; 3]].concat();
        mesh.indices = vec![(DrawType::Triangles, Connectivity::Unconnected, vec![3, 4, 5, 0, 1, 2])];
        let picture = mesh_picture(&[&mesh]).unwrap();
        let middle = picture[(LARGEST / 2, LARGEST / 2)];
        assert!(middle.g() > 60 && middle.r() == 0, "{middle:?}");
        assert_eq!(picture[(0, 0)], Color32::TRANSPARENT);
        assert!(picture.pixels.iter().any(|p| p.r() > 60), "the other one looks out behind it");
    }

    #[test]
    fn an_empty_mesh_has_no_picture() {
        assert!(mesh_picture(&[&Mesh::default()]).is_none());
    }
}
