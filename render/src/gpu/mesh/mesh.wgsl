// Triangles, lines, points and the picture behind them.
//
// Everything is drawn twice: with four samples a pixel for color, and with one for picking ids and depths.
// Colors are sRGB values and straight (not premultiplied) until a fragment is done.

struct Params {
  clip_from_view: mat4x4f,
  view_from_data: mat4x4f,
  view_normal_from_data: mat3x3f,
  // Where vertices have no color.
  color: vec4f,
  // Ambient, diffuse, specular, shininess.
  lighting: vec4f,
  // View space. w: 0 unlit, 1 a head light, 2 a light at xyz.
  light: vec4f,
  // Pixels.
  size: vec2f,
  half_line: f32,
  half_point: f32,
  // World size of a pixel: at distance 1 (perspective), or anywhere.
  pixel: f32,
  flags: u32,
}

const HAS_NORMALS = 1u;
const HAS_COLORS = 2u;
const HAS_IDS = 4u;
const PERSPECTIVE = 8u;

// The pass of ids and depths.
override IDS: bool = false;

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> positions: array<f32>;
@group(0) @binding(2) var<storage, read> normals: array<f32>;
@group(0) @binding(3) var<storage, read> colors: array<u32>;
@group(0) @binding(4) var<storage, read> ids: array<u32>;
// Vertices of lines (two each) or points (one each). Those of triangles come as an index buffer.
@group(0) @binding(5) var<storage, read> vertices: array<u32>;

fn has(flag: u32) -> bool { return (p.flags & flag) != 0u; }

fn view_position(i: u32) -> vec3f {
  return (p.view_from_data * vec4f(positions[3u * i], positions[3u * i + 1u], positions[3u * i + 2u], 1.0)).xyz;
}

fn color_of(i: u32) -> vec4f {
  if has(HAS_COLORS) { return unpack4x8unorm(colors[i]); }
  return p.color;
}

fn id_of(i: u32) -> u32 {
  if has(HAS_IDS) { return ids[i]; }
  return 0u;
}

fn clip(view: vec3f) -> vec4f { return p.clip_from_view * vec4f(view, 1.0); }

// Depth that is tested for a line or a point of a given half width: it is moved towards the eye by as much as a surface that it lies on, slanted by
// 60 degrees, comes closer within its width.
fn tested_depth(view: vec3f, half: f32) -> f32 {
  let closer = (2.0 * half + 1.0) * p.pixel;
  let c = clip(select(vec3f(view.xy, view.z + closer), view * (1.0 - min(closer, 0.5)), has(PERSPECTIVE)));
  return clamp(c.z / c.w, 0.0, 1.0);
}

struct Ids {
  @location(0) id: u32,
  @location(1) depth: f32,
}

struct IdsAndDepth {
  @location(0) id: u32,
  @location(1) depth: f32,
  @builtin(frag_depth) tested: f32,
}

struct ColorAndDepth {
  @location(0) color: vec4f,
  @builtin(frag_depth) tested: f32,
}

fn premultiplied(c: vec4f) -> vec4f { return vec4f(c.rgb * c.a, c.a); }

// Triangles

struct TriangleVertex {
  @builtin(position) position: vec4f,
  @location(0) view: vec3f,
  @location(1) normal: vec3f,
  @location(2) color: vec4f,
  @location(3) @interpolate(flat) id: u32,
}

@vertex
fn triangle_vertex(@builtin(vertex_index) i: u32) -> TriangleVertex {
  var out: TriangleVertex;
  out.view = view_position(i);
  out.position = clip(out.view);
  if has(HAS_NORMALS) {
    let n = p.view_normal_from_data * vec3f(normals[3u * i], normals[3u * i + 1u], normals[3u * i + 2u]);
    out.normal = n * inverseSqrt(max(dot(n, n), 1e-30));
  }
  out.color = color_of(i);
  out.id = id_of(i);
  return out;
}

@fragment
fn triangle_color(in: TriangleVertex) -> @location(0) vec4f {
  // Exact also beyond the triangle's edge: the triangle is flat.
  let plane = cross(dpdx(in.view), dpdy(in.view));
  let color = clamp(in.color, vec4f(0.0), vec4f(1.0));
  if p.light.w == 0.0 { return premultiplied(color); }
  var n = in.normal;
  if dot(n, n) < 1e-6 { n = plane; }
  n = n * inverseSqrt(max(dot(n, n), 1e-30));
  var to_eye = vec3f(0.0, 0.0, 1.0);
  var factor: f32;
  var half_angle: f32;
  if p.light.w == 1.0 {
    factor = abs(n.z);
    half_angle = abs(n.z);
  } else {
    if has(PERSPECTIVE) { to_eye = normalize(-in.view); }
    // The side that is seen is lit.
    if dot(n, to_eye) < 0.0 { n = -n; }
    let to_light = normalize(p.light.xyz - in.view);
    factor = max(dot(n, to_light), 0.0);
    half_angle = select(0.0, max(dot(n, normalize(to_light + to_eye)), 0.0), factor > 0.0);
  }
  // A base of 0 would make NaN of an exponent of 0.
  let highlight = select(0.0, p.lighting.z * pow(clamp(half_angle, 1e-9, 1.0), p.lighting.w), factor > 0.0);
  let lit = color.rgb * (p.lighting.x + p.lighting.y * min(factor, 1.0)) + highlight;
  return premultiplied(vec4f(clamp(lit, vec3f(0.0), vec3f(1.0)), color.a));
}

@fragment
fn triangle_ids(in: TriangleVertex) -> Ids {
  if in.color.a <= 0.0 { discard; }
  return Ids(in.id, in.position.z);
}

// Lines: a rectangle around each, in pixels, of which the fragments keep what is close enough to the line.

struct LineVertex {
  @builtin(position) position: vec4f,
  // Pixels along the line from its start, and across.
  @location(0) @interpolate(linear, sample) at: vec2f,
  @location(1) @interpolate(flat) start: vec4f,
  @location(2) @interpolate(flat) end: vec4f,
  // Depths of start and end, and those tested.
  @location(3) @interpolate(flat) depths: vec4f,
  // Pixels, and 1 / w of start and end.
  @location(4) @interpolate(flat) reach: vec3f,
  @location(5) @interpolate(flat) id: u32,
}

fn half_line() -> f32 {
  // At least one pixel center in each row or column.
  if IDS { return max(p.half_line, 0.5); }
  return p.half_line;
}

@vertex
fn line_vertex(@builtin(vertex_index) corner: u32, @builtin(instance_index) line: u32) -> LineVertex {
  var out: LineVertex;
  // What is not drawn lies outside of the picture.
  out.position = vec4f(2.0, 2.0, 2.0, 1.0);
  let i = vec2u(vertices[2u * line], vertices[2u * line + 1u]);
  let whole = array<vec3f, 2>(view_position(i.x), view_position(i.y));
  let z = vec2f(clip(whole[0]).z, clip(whole[1]).z);
  if z.x < 0.0 && z.y < 0.0 { return out; }
  // The part behind the near plane goes.
  var part = vec2f(0.0, 1.0);
  if z.x < 0.0 { part.x = z.x / (z.x - z.y); }
  if z.y < 0.0 { part.y = z.x / (z.x - z.y); }
  let a = mix(whole[0], whole[1], part.x);
  let b = mix(whole[0], whole[1], part.y);
  let clip_a = clip(a);
  let clip_b = clip(b);
  let from_a = clip_a.xy / clip_a.w * 0.5 * p.size;
  let along = clip_b.xy / clip_b.w * 0.5 * p.size - from_a;
  let pixels = length(along);
  let direction = select(vec2f(1.0, 0.0), along / pixels, pixels > 1e-6);
  // Two triangles: 0 1 2, 2 1 3.
  let c = array<u32, 6>(0u, 1u, 2u, 2u, 1u, 3u)[corner];
  let half = half_line();
  out.at = vec2f(select(-half, pixels + half, (c & 1u) != 0u), select(-half, half, (c & 2u) != 0u));
  let place = from_a + direction * out.at.x + vec2f(-direction.y, direction.x) * out.at.y;
  out.position = vec4f(place / (0.5 * p.size), 0.5, 1.0);
  let colors = array<vec4f, 2>(color_of(i.x), color_of(i.y));
  out.start = mix(colors[0], colors[1], part.x);
  out.end = mix(colors[0], colors[1], part.y);
  let depths = clamp(vec2f(clip_a.z / clip_a.w, clip_b.z / clip_b.w), vec2f(0.0), vec2f(1.0));
  out.depths = vec4f(depths, tested_depth(a, p.half_line), tested_depth(b, p.half_line));
  out.reach = vec3f(pixels, 1.0 / clip_a.w, 1.0 / clip_b.w);
  out.id = id_of(i.y);
  return out;
}

// x: part of the way in the picture; y: the same in space, where the colors are.
fn line_parts(in: LineVertex) -> vec2f {
  let along = clamp(in.at.x, 0.0, in.reach.x);
  if length(vec2f(in.at.x - along, in.at.y)) > half_line() { return vec2f(-1.0); }
  let s = select(0.0, along / in.reach.x, in.reach.x > 1e-6);
  return vec2f(s, s * in.reach.z / mix(in.reach.y, in.reach.z, s));
}

@fragment
fn line_color(in: LineVertex) -> ColorAndDepth {
  let part = line_parts(in);
  if part.x < 0.0 { discard; }
  return ColorAndDepth(premultiplied(mix(in.start, in.end, part.y)), mix(in.depths.z, in.depths.w, part.x));
}

@fragment
fn line_ids(in: LineVertex) -> IdsAndDepth {
  let part = line_parts(in);
  if part.x < 0.0 || mix(in.start.a, in.end.a, part.y) <= 0.0 { discard; }
  return IdsAndDepth(in.id, mix(in.depths.x, in.depths.y, part.x), mix(in.depths.z, in.depths.w, part.x));
}

// Points: discs

struct PointVertex {
  @builtin(position) position: vec4f,
  // Pixels from the center.
  @location(0) @interpolate(linear, sample) at: vec2f,
  @location(1) @interpolate(flat) color: vec4f,
  // The depth, and the one tested.
  @location(2) @interpolate(flat) depths: vec2f,
  @location(3) @interpolate(flat) id: u32,
}

fn half_point() -> f32 {
  // At least one pixel center.
  if IDS { return max(p.half_point, 0.7072); }
  return p.half_point;
}

@vertex
fn point_vertex(@builtin(vertex_index) corner: u32, @builtin(instance_index) point: u32) -> PointVertex {
  var out: PointVertex;
  out.position = vec4f(2.0, 2.0, 2.0, 1.0);
  let i = vertices[point];
  let view = view_position(i);
  let c = clip(view);
  if c.z < 0.0 || c.z > c.w { return out; }
  let k = array<u32, 6>(0u, 1u, 2u, 2u, 1u, 3u)[corner];
  out.at = (vec2f(f32(k & 1u), f32(k >> 1u)) * 2.0 - 1.0) * half_point();
  out.position = vec4f(c.xy / c.w + out.at / (0.5 * p.size), 0.5, 1.0);
  out.color = color_of(i);
  out.depths = vec2f(c.z / c.w, tested_depth(view, p.half_point));
  out.id = id_of(i);
  return out;
}

@fragment
fn point_color(in: PointVertex) -> ColorAndDepth {
  if length(in.at) > half_point() { discard; }
  return ColorAndDepth(premultiplied(in.color), in.depths.y);
}

@fragment
fn point_ids(in: PointVertex) -> IdsAndDepth {
  if length(in.at) > half_point() || in.color.a <= 0.0 { discard; }
  return IdsAndDepth(in.id, in.depths.x, in.depths.y);
}

// The picture behind

@group(0) @binding(0) var back_color: texture_2d<f32>;
@group(0) @binding(1) var back_depth: texture_2d<f32>;
@group(0) @binding(2) var back_ids: texture_2d<u32>;
@group(0) @binding(3) var back_sampler: sampler;
@group(0) @binding(4) var<uniform> back_size: vec2f;

// One triangle that covers the picture.
@vertex
fn backdrop_vertex(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0.5, 1.0);
}

// The texel of a layer under a point of the picture.
fn texel_at(at: vec2f, size: vec2u) -> vec2u {
  return min(vec2u(at / back_size * vec2f(size)), size - 1u);
}

@fragment
fn backdrop_color(@builtin(position) at: vec4f) -> ColorAndDepth {
  let size = textureDimensions(back_color);
  let depth = textureLoad(back_depth, texel_at(at.xy, textureDimensions(back_depth)), 0).x;
  var color = textureLoad(back_color, texel_at(at.xy, size), 0);
  if any(vec2f(size) != back_size) { color = textureSampleLevel(back_color, back_sampler, at.xy / back_size, 0.0); }
  return ColorAndDepth(color, clamp(depth, 0.0, 1.0));
}

@fragment
fn backdrop_ids(@builtin(position) at: vec4f) -> IdsAndDepth {
  let depth = clamp(textureLoad(back_depth, texel_at(at.xy, textureDimensions(back_depth)), 0).x, 0.0, 1.0);
  return IdsAndDepth(textureLoad(back_ids, texel_at(at.xy, textureDimensions(back_ids)), 0).x, depth, depth);
}
