//! The triangles, lines and points that the index lists of a mesh stand for.

use glam::{Mat4, Vec3};
use rayon::prelude::*;
use voxloom_core::DataError;
use voxloom_core::data::{Connectivity, DrawType, Mesh};

/// Vertex indices of what a mesh draws, whatever joined them.
///
/// Strips of triangles keep their orientation: every second triangle is turned round.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Primitives {
    /// **The last vertex comes first** (`c a b`), since it lends a triangle its picking id and GPUs take that from the first.
    pub triangles: Vec<[u32; 3]>,
    pub lines: Vec<[u32; 2]>,
    pub points: Vec<[u32; 1]>,
    /// What was left out, in words.
    pub notes: Vec<String>,
}

impl Primitives {
    /// Expands the index lists; an error names the index that is out of range, or a way of joining that does not exist.
    /// What touches a vertex that is not finite is left out, and so are the indices at the end of a list that make up no whole triangle or line.
    pub fn of(mesh: &Mesh) -> Result<Self, DataError> {
        mesh.check()?;
        let mut all = Self::default();
        for (number, (draw, join, list)) in mesh.indices.iter().enumerate() {
            match draw {
                DrawType::Points => all.points.extend(list.iter().map(|i| [*i])),
                DrawType::Lines => all.lines(number, *join, list)?,
                DrawType::Triangles => all.triangles(number, *join, list)?,
            }
        }
        let gaps: Vec<bool> = mesh.positions.iter().map(|p| !p.iter().all(|v| v.is_finite())).collect();
        let count = gaps.iter().filter(|gap| **gap).count();
        if count > 0 {
            let whole = |vertices: &[u32]| vertices.iter().all(|i| !gaps[*i as usize]);
            all.triangles.retain(|p| whole(p));
            all.lines.retain(|p| whole(p));
            all.points.retain(|p| whole(p));
            all.notes.push(format!("{count} of {} vertices are not finite; what they belong to is left out", gaps.len()));
        }
        Ok(all)
    }

    fn lines(&mut self, number: usize, join: Connectivity, list: &[u32]) -> Result<(), DataError> {
        match join {
            Connectivity::Unconnected => {
                let (pairs, rest) = list.as_chunks::<2>();
                self.lines.extend(pairs);
                self.left_over(number, rest.len(), "lines of 2");
            }
            Connectivity::Strip => self.lines.extend(list.windows(2).map(|w| [w[0], w[1]])),
            Connectivity::Loop => {
                self.lines.extend(list.windows(2).map(|w| [w[0], w[1]]));
                if let ([first, .., last], true) = (list, list.len() > 2) {
                    self.lines.push([*last, *first]);
                }
            }
            Connectivity::Fan => return Err(unknown(number, "lines", "fan", "unconnected, strip or loop")),
        }
        Ok(())
    }

    fn triangles(&mut self, number: usize, join: Connectivity, list: &[u32]) -> Result<(), DataError> {
        match join {
            Connectivity::Unconnected => {
                let (triples, rest) = list.as_chunks::<3>();
                self.triangles.extend(triples.iter().map(|[a, b, c]| [*c, *a, *b]));
                self.left_over(number, rest.len(), "triangles of 3");
            }
            Connectivity::Strip => {
                let turned = list.windows(3).enumerate().map(|(i, w)| if i % 2 == 0 { [w[2], w[0], w[1]] } else { [w[2], w[1], w[0]] });
                self.triangles.extend(turned);
            }
            Connectivity::Fan => {
                if let [center, rim @ ..] = list {
                    self.triangles.extend(rim.windows(2).map(|w| [w[1], *center, w[0]]));
                }
            }
            Connectivity::Loop => return Err(unknown(number, "triangles", "loop", "unconnected, strip or fan")),
        }
        Ok(())
    }

    fn left_over(&mut self, number: usize, rest: usize, what: &str) {
        if rest > 0 {
            self.notes.push(format!("index list {number} holds {what}; the last {rest} of its indices make up none and are left out"));
        }
    }
}

fn unknown(number: usize, what: &str, join: &str, known: &str) -> DataError {
    DataError::Invalid(format!("index list {number} of the mesh joins {what} as a {join}, which does not exist; use {known}"))
}

/// Puts those for which `keep` holds first, both parts in their order; returns how many those are.
pub fn partition<const N: usize>(primitives: &mut Vec<[u32; N]>, keep: impl Fn(&[u32; N]) -> bool) -> usize {
    let rest: Vec<_> = primitives.extract_if(.., |p| !keep(p)).collect();
    let first = primitives.len();
    primitives.extend(rest);
    first
}

/// Sorts by the depth of the centroids, farthest first; of equal depth in their order.
pub fn sort_by_depth<const N: usize>(primitives: &mut Vec<[u32; N]>, positions: &[[f32; 3]], view_from_data: Mat4) {
    // View z grows towards the eye: the lowest is the farthest.
    let row = view_from_data.row(2).truncate();
    let depth = |p: &[u32; N]| p.iter().map(|i| row.dot(Vec3::from(positions[*i as usize]))).sum::<f32>();
    let mut keyed: Vec<(u32, u32)> = primitives.par_iter().enumerate().map(|(i, p)| (ordered(depth(p)), i as u32)).collect();
    keyed.par_sort_unstable();
    *primitives = keyed.into_par_iter().map(|(_, i)| primitives[i as usize]).collect();
}

/// A number that grows as the float does.
fn ordered(value: f32) -> u32 {
    let bits = value.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mesh(vertices: usize, lists: &[(DrawType, Connectivity, &[u32])]) -> Mesh {
        let indices = lists.iter().map(|(draw, join, list)| (*draw, *join, list.to_vec())).collect();
        Mesh { positions: (0..vertices).map(|i| [i as f32, 0.0, 0.0]).collect(), indices, ..Mesh::default() }
    }

    #[test]
    fn joined_lists_stand_for_the_primitives_that_opengl_defines() {
        use Connectivity::{Fan, Loop, Strip, Unconnected};
        use DrawType::{Lines, Points, Triangles};
        let of = |draw, join, list: &[u32]| Primitives::of(&mesh(9, &[(draw, join, list)])).unwrap();
        assert_eq!(of(Points, Strip, &[3, 1]).points, [[3], [1]]);
        assert_eq!(of(Lines, Unconnected, &[0, 1, 5, 6]).lines, [[0, 1], [5, 6]]);
        assert_eq!(of(Lines, Strip, &[0, 1, 5]).lines, [[0, 1], [1, 5]]);
        assert_eq!(of(Lines, Loop, &[0, 1, 5]).lines, [[0, 1], [1, 5], [5, 0]]);
        assert_eq!(of(Lines, Loop, &[0, 1]).lines, [[0, 1]]);
        // Triangles a b c are kept as c a b.
        assert_eq!(of(Triangles, Unconnected, &[0, 1, 2, 6, 7, 8]).triangles, [[2, 0, 1], [8, 6, 7]]);
        assert_eq!(of(Triangles, Strip, &[0, 1, 2, 3, 4]).triangles, [[2, 0, 1], [3, 2, 1], [4, 2, 3]]);
        assert_eq!(of(Triangles, Fan, &[4, 0, 1, 2]).triangles, [[1, 4, 0], [2, 4, 1]]);
        assert_eq!(of(Triangles, Fan, &[]), Primitives::default());
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        let error = |n, lists: &[(DrawType, Connectivity, &[u32])]| Primitives::of(&mesh(n, lists)).unwrap_err().to_string();
        let lists: [(DrawType, Connectivity, &[u32]); 2] =
            [(DrawType::Points, Connectivity::Unconnected, &[0]), (DrawType::Triangles, Connectivity::Strip, &[0, 1, 7])];
        assert_eq!(error(3, &lists), "the mesh index 7 is out of range: the mesh has 3 vertices, 0 to 2 (entry 2 of index list 1, triangles)");
        assert_eq!(error(0, &lists[..1]), "the mesh index 0 is out of range: the mesh has no vertices (entry 0 of index list 0, points)");
        let message = error(3, &[(DrawType::Triangles, Connectivity::Loop, &[0, 1, 2])]);
        assert_eq!(message, "index list 0 of the mesh joins triangles as a loop, which does not exist; use unconnected, strip or fan");
        assert!(error(3, &[(DrawType::Lines, Connectivity::Fan, &[0])]).contains("unconnected, strip or loop"));
        let mut broken =
            mesh(4, &[(DrawType::Triangles, Connectivity::Strip, &[0, 1, 2, 3]), (DrawType::Lines, Connectivity::Unconnected, &[0, 1, 2])]);
        broken.positions[0][1] = f32::NAN;
        let drawn = Primitives::of(&broken).unwrap();
        assert_eq!((drawn.triangles, drawn.lines.len()), (vec![[3, 2, 1]], 0));
        assert_eq!(
            drawn.notes,
            [
                "index list 1 holds lines of 2; the last 1 of its indices make up none and are left out",
                "1 of 4 vertices are not finite; what they belong to is left out"
            ]
        );
    }

    #[test]
    fn the_farthest_comes_first_and_the_first_of_equals_too() {
        let positions: Vec<_> = [-1.0, 3.0, 0.5, -7.0, 3.0].map(|z| [0.0, 0.0, z]).to_vec();
        let mut points: Vec<[u32; 1]> = (0..5).map(|i| [i]).collect();
        sort_by_depth(&mut points, &positions, Mat4::IDENTITY);
        assert_eq!(points.as_flattened(), [3, 0, 2, 1, 4]);
        sort_by_depth(&mut points, &positions, Mat4::from_scale(Vec3::new(1.0, 1.0, -1.0)));
        assert_eq!(points.as_flattened(), [1, 4, 2, 0, 3]);
        assert_eq!(partition(&mut points, |[i]| i % 2 == 0), 3);
        assert_eq!(points.as_flattened(), [4, 2, 0, 1, 3]);
    }
}
