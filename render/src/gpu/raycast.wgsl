// The volume raycaster. Rays, lattice and cells are those of `view.rs` and `macro_cells.rs`; the CPU back end draws the same.
//
// Index space: voxel i covers [i, i + 1), its center is at i + 0.5. Sample k lies at distance (k + 0.5) * step.
// Everything that only says which samples are *taken* is a uniform and no override: on and off run the same machine code,
// so that skipping cannot change a rounding.

override PROJECTION: bool = false;  // maximum instead of front to back
override SHADED: bool = false;
override NEAREST: bool = false;
override EXACT: bool = false;       // interpolate in f32 instead of with the texture unit's 8-bit weights
override GAPS: bool = false;        // some texels stand for "not finite": they are 1, all others less

struct Params {
  eye: vec3f,
  step: f32,
  forward: vec3f,
  pixel: f32,
  right: vec3f,
  perspective: u32,
  up: vec3f,
  skip: u32,
  low: vec3f,
  // Table position of a texel = texel * table_scale + table_offset.
  table_scale: f32,
  high: vec3f,
  table_offset: f32,
  dimensions: vec3f,
  table_last: f32,
  // World direction to the light (w = 0) or its position (w = 1).
  light: vec4f,
  // Unit vector from the picture to the eye.
  back: vec3f,
  // A projection is drawn through the table instead of gray.
  colored: u32,
  world_eye: vec3f,
  // Id of the volume in the picking layer.
  picking: u32,
  // Ambient, diffuse, specular, shininess.
  lighting: vec4f,
  background: vec4f,
  normal_from_gradient: mat3x3f,
  world_from_index: mat4x4f,
  // Rows z and w of clip_from_index.
  clip_z: vec4f,
  clip_w: vec4f,
  box_color: vec4f,
  // Edges of the box in front of the eye.
  edges: array<Edge, 12>,
  size: vec2u,
  first_row: u32,
  edge_count: u32,
}

struct Edge {
  // From one end to the other, in pixels from the bottom left.
  start: vec2f,
  along: vec2f,
  // View depths of the ends.
  depths: vec2f,
  unused: vec2f,
}

struct Ray {
  origin: vec3f,
  direction: vec3f,
  // World length of `direction` before it was divided by it; 1 for parallel rays.
  length: f32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var volume: texture_3d<f32>;
@group(0) @binding(2) var linear: sampler;
@group(0) @binding(3) var table: texture_2d<f32>;
@group(0) @binding(4) var distances: texture_3d<u32>;
@group(0) @binding(5) var color_out: texture_storage_2d<rgba8unorm, write>;
@group(0) @binding(6) var depth_out: texture_storage_2d<r32float, write>;
@group(0) @binding(7) var picking_out: texture_storage_2d<r32uint, write>;

const BLOCK: f32 = 4.0;
const NO_GAP: f32 = 1.0;
// Squared length of a gradient below which there is no surface to shade.
const FLAT: f32 = 1e-12;
const END_TRANSMITTANCE: f32 = 1.0 / 512.0;

fn ray_at(x: f32, y: f32) -> Ray {
  let u = x - f32(p.size.x) * 0.5;
  let v = y - f32(p.size.y) * 0.5;
  let offset = p.right * u + p.up * v;
  if p.perspective != 0u {
    let length = sqrt(1.0 + (u * u + v * v) * p.pixel * p.pixel);
    return Ray(p.eye, (p.forward + offset) / length, length);
  }
  return Ray(p.eye + offset, p.forward, 1.0);
}

// Distances at which a ray enters and leaves a box; the first is not below the second where it misses.
fn crossing(ray: Ray, low: vec3f, high: vec3f) -> vec2f {
  let a = (low - ray.origin) / ray.direction;
  let b = (high - ray.origin) / ray.direction;
  // A ray along a face divides by 0: it is between the faces for ever or never, and a face itself is outside.
  let along = ray.direction == vec3f(0.0);
  let between = (ray.origin > low) & (ray.origin < high);
  let n = select(min(a, b), select(vec3f(3e38), vec3f(-3e38), between), along);
  let f = select(max(a, b), select(vec3f(-3e38), vec3f(3e38), between), along);
  return vec2f(max(n.x, max(n.y, n.z)), min(f.x, min(f.y, f.z)));
}

// Samples [first, end) in the drawn part of the box.
fn samples(ray: Ray) -> vec2i {
  let span = crossing(ray, p.low, p.high);
  let near = max(span.x, 0.0);
  let far = span.y;
  if near >= far { return vec2i(0, 0); }
  let first = max(ceil(near / p.step - 0.5), 0.0);
  let end = max(ceil(far / p.step - 0.5), 0.0);
  return vec2i(i32(first), i32(end));
}

fn texel(i: vec3i) -> f32 { return textureLoad(volume, i, 0).x; }

// A texel between 0 and 1, or -1 where a voxel involved is not finite.
fn value(at: vec3f) -> f32 {
  if NEAREST {
    let t = texel(vec3i(clamp(floor(at), vec3f(0.0), p.dimensions - 1.0)));
    if GAPS && t >= NO_GAP { return -1.0; }
    return t;
  }
  if !EXACT && !GAPS {
    return textureSampleLevel(volume, linear, at / p.dimensions, 0.0).x;
  }
  let q = clamp(at - 0.5, vec3f(0.0), p.dimensions - 1.0);
  // The last cell serves its upper face too, so that the same voxels count for gaps everywhere.
  let low = min(floor(q), max(p.dimensions - 2.0, vec3f(0.0)));
  let w = q - low;
  let i = vec3i(low);
  let j = min(i + 1, vec3i(p.dimensions) - 1);
  let a = vec4f(texel(i), texel(vec3i(j.x, i.y, i.z)), texel(vec3i(i.x, j.y, i.z)), texel(vec3i(j.x, j.y, i.z)));
  let b = vec4f(texel(vec3i(i.x, i.y, j.z)), texel(vec3i(j.x, i.y, j.z)), texel(vec3i(i.x, j.y, j.z)), texel(j));
  if GAPS && (any(a >= vec4f(NO_GAP)) || any(b >= vec4f(NO_GAP))) { return -1.0; }
  let c = a + (b - a) * w.z;
  let d = c.xy + (c.zw - c.xy) * w.y;
  return d.x + (d.y - d.x) * w.x;
}

// Color of a sample under the light: premultiplied, as it came.
fn shaded(color: vec4f, at: vec3f) -> vec4f {
  // Central differences of the interpolant.
  let low = vec3f(value(at - vec3f(1.0, 0.0, 0.0)), value(at - vec3f(0.0, 1.0, 0.0)), value(at - vec3f(0.0, 0.0, 1.0)));
  let high = vec3f(value(at + vec3f(1.0, 0.0, 0.0)), value(at + vec3f(0.0, 1.0, 0.0)), value(at + vec3f(0.0, 0.0, 1.0)));
  let g = p.normal_from_gradient * (high - low);
  let squared = dot(g, g);
  let gap = GAPS && (any(low < vec3f(0.0)) || any(high < vec3f(0.0)));
  // Where there is no surface, there is no direction either.
  if gap || squared <= FLAT { return vec4f(color.rgb * p.lighting.x, color.a); }
  let n = g / sqrt(squared);
  var l = p.light.xyz;
  var h = p.back;
  if p.light.w != 0.0 {
    let world = (p.world_from_index * vec4f(at, 1.0)).xyz;
    l = direction_to(p.light.xyz - world);
    let to_eye = select(p.back, direction_to(p.world_eye - world), p.perspective != 0u);
    h = direction_to(l + to_eye);
  }
  let factor = p.lighting.x + p.lighting.y * min(abs(dot(n, l)), 1.0);
  // A base of 0 would make NaN of an exponent of 0.
  let highlight = p.lighting.z * pow(clamp(abs(dot(n, h)), 1e-9, 1.0), p.lighting.w);
  return vec4f(color.rgb * factor + color.a * highlight, color.a);
}

fn direction_to(v: vec3f) -> vec3f {
  let squared = dot(v, v);
  return select(vec3f(0.0), v * inverseSqrt(squared), squared > 0.0);
}

// Where a texel value stands in the table.
fn table_position(value: f32) -> f32 {
  return clamp(value * p.table_scale + p.table_offset, 0.0, p.table_last);
}

fn look_up(position: f32) -> vec4f {
  let i = i32(round(position));
  return textureLoad(table, vec2i(i & 1023, i >> 10), 0);
}

struct Run {
  hidden: bool,
  // Samples from this one on for which that certainly holds; at least this one.
  samples: i32,
}

// Whether the blocks from `at` on are hidden.
fn run_from(at: vec3f, direction: vec3f) -> Run {
  let last = vec3f(textureDimensions(distances)) - 1.0;
  let block = clamp(floor((at - 0.5) / BLOCK), vec3f(0.0), last);
  let distance = f32(textureLoad(distances, vec3i(block), 0).x);
  // The blocks within `reach - 1` are all hidden; or this one may show. What lies beyond the outermost blocks belongs to them.
  let reach = max(distance, 1.0);
  let low = select((block - reach + 1.0) * BLOCK + 0.5, vec3f(-3e38), block - reach + 1.0 <= vec3f(0.0));
  let high = select((block + reach) * BLOCK + 0.5, vec3f(3e38), block + reach > last);
  let wall = select(low, high, direction > vec3f(0.0));
  let away = select((wall - at) / direction, vec3f(3e38), direction == vec3f(0.0));
  let samples = min(away.x, min(away.y, away.z)) / p.step;
  // Rounded down, and a little more for the rounding of the positions.
  return Run(distance > 0.0, i32(clamp(samples * 0.99999 - 0.01, 1.0, 1e6)));
}

// Distance along the ray to the nearest edge of the box in this pixel; 3e38 where there is none. Lines are one pixel wide: each has one pixel in
// every row or column, whichever it crosses more of.
fn edge_distance(pixel: vec2f, ray: Ray) -> f32 {
  var nearest = 3e38;
  for (var i = 0u; i < p.edge_count; i++) {
    let edge = p.edges[i];
    let steep = abs(edge.along.y) > abs(edge.along.x);
    // x: across the rows or columns counted; y: the other way.
    let start = select(edge.start, edge.start.yx, steep);
    let along = select(edge.along, edge.along.yx, steep);
    let here = select(pixel, pixel.yx, steep);
    if along.x == 0.0 { continue; }
    let s = (here.x + 0.5 - start.x) / along.x;
    if s >= 0.0 && s <= 1.0 && floor(start.y + s * along.y) == here.y {
      var depth = edge.depths.x + s * (edge.depths.y - edge.depths.x);
      if p.perspective != 0u {
        let inverse = 1.0 / edge.depths;
        depth = 1.0 / (inverse.x + s * (inverse.y - inverse.x));
      }
      nearest = min(nearest, depth * ray.length);
    }
  }
  return nearest;
}

struct Result {
  // Premultiplied color and opacity of the volume.
  color: vec4f,
  // The sample at which the volume became more opaque than not, or -1.
  surface: i32,
}

fn front_to_back(ray: Ray, range: vec2i) -> Result {
  var color = vec3f(0.0);
  var transmittance = 1.0;
  var surface = -1;
  var k = range.x;
  // Samples before this one may show. All, when nothing is to be skipped.
  var known = select(range.y, range.x, p.skip != 0u);
  while k < range.y {
    let position = ray.origin + ray.direction * ((f32(k) + 0.5) * p.step);
    if k >= known {
      let run = run_from(position, ray.direction);
      known = k + run.samples;
      if run.hidden {
        k = known;
        continue;
      }
    }
    let v = value(position);
    if v >= 0.0 {
      var c = look_up(table_position(v));
      if c.a > 0.0 {
        if SHADED { c = shaded(c, position); }
        color += c.rgb * transmittance;
        transmittance -= c.a * transmittance;
        if surface < 0 && transmittance < 0.5 { surface = k; }
        if transmittance < END_TRANSMITTANCE { break; }
      }
    }
    k++;
  }
  return Result(vec4f(color, 1.0 - transmittance), surface);
}

fn projection(ray: Ray, range: vec2i) -> Result {
  if range.x >= range.y { return Result(vec4f(0.0), -1); }
  // Without gaps every sample counts, also those that are skipped: they stand for the first entry.
  var highest = select(0.0, -1.0, GAPS);
  var k = range.x;
  // Samples before this one may show. All, when nothing is to be skipped.
  var known = select(range.y, range.x, p.skip != 0u);
  while k < range.y {
    let position = ray.origin + ray.direction * ((f32(k) + 0.5) * p.step);
    if k >= known {
      let run = run_from(position, ray.direction);
      known = k + run.samples;
      if run.hidden {
        k = known;
        continue;
      }
    }
    let v = value(position);
    if v >= 0.0 { highest = max(highest, table_position(v)); }
    k++;
  }
  if highest < 0.0 { return Result(vec4f(0.0), -1); }
  var color = vec3f(highest / p.table_last);
  if p.colored != 0u { color = look_up(highest).rgb; }
  return Result(vec4f(color, 1.0), range.x);
}

fn over(front: vec4f, behind: vec4f) -> vec4f { return front + behind * (1.0 - front.a); }

@compute @workgroup_size(8, 8)
fn draw(@builtin(global_invocation_id) id: vec3u) {
  let texel = vec2u(id.x, id.y + p.first_row);
  if texel.x >= p.size.x || texel.y >= p.size.y { return; }
  // Rows of textures count from the top, those of the picture from the bottom.
  let pixel = vec2f(f32(texel.x), f32(p.size.y - 1u - texel.y));
  let ray = ray_at(pixel.x + 0.5, pixel.y + 0.5);
  let range = samples(ray);
  var r: Result;
  if PROJECTION { r = projection(ray, range); } else { r = front_to_back(ray, range); }
  var color = r.color;
  var hit = (f32(r.surface) + 0.5) * p.step;
  var covered = r.surface >= 0;
  let edge = edge_distance(pixel, ray);
  if edge < 3e38 {
    // The box is convex: an edge lies either before or behind all that the ray meets in it.
    let span = crossing(ray, vec3f(0.0), p.dimensions);
    let before = edge <= 0.5 * (max(span.x, 0.0) + span.y);
    color = select(over(color, p.box_color), over(p.box_color, color), before);
    if p.box_color.a > 0.5 && (before || !covered) {
      hit = edge;
      covered = true;
    }
  }
  color = clamp(over(color, p.background), vec4f(0.0), vec4f(1.0));
  var depth = 1.0;
  if covered {
    let position = vec4f(ray.origin + ray.direction * hit, 1.0);
    depth = clamp(dot(p.clip_z, position) / dot(p.clip_w, position) * 0.5 + 0.5, 0.0, 1.0);
  }
  // Premultiplied: highlights may be brighter than their opacity allows.
  textureStore(color_out, texel, vec4f(min(color.rgb, vec3f(color.a)), color.a));
  textureStore(depth_out, texel, vec4f(depth));
  textureStore(picking_out, texel, vec4u(select(0u, p.picking, r.surface >= 0)));
}
