//! Copies textures to host memory.

use wgpu::{BufferDescriptor, BufferUsages, COPY_BYTES_PER_ROW_ALIGNMENT, MapMode};

use super::context::Context;
use crate::RenderError;

/// The texels of a 2-D texture, its **last** row first, without padding. Blocks until the GPU has delivered.
pub fn rows_from_bottom(context: &Context, texture: &wgpu::Texture, texel: usize) -> Result<Vec<u8>, RenderError> {
    let (width, height) = (texture.width() as usize, texture.height() as usize);
    let row = width * texel;
    let padded = row.next_multiple_of(COPY_BYTES_PER_ROW_ALIGNMENT as usize);
    let size = (padded * height) as u64;
    let what = format_args!("reading {width} × {height} pixels back").to_string();
    let (buffer, submission) = context.checked(&what, || {
        let buffer = context.device.create_buffer(&BufferDescriptor {
            label: Some("read back"),
            size,
            usage: BufferUsages::MAP_READ | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let mut encoder = context.device.create_command_encoder(&Default::default());
        let layout = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(padded as u32), rows_per_image: None };
        encoder.copy_texture_to_buffer(texture.as_image_copy(), wgpu::TexelCopyBufferInfo { buffer: &buffer, layout }, texture.size());
        let submission = context.queue.submit([encoder.finish()]);
        (buffer, submission)
    })?;
    let (sender, receiver) = std::sync::mpsc::channel();
    // The receiver can only be gone when this function failed already.
    buffer.map_async(MapMode::Read, .., move |result| drop(sender.send(result)));
    context.wait(submission)?;
    let failed = |reason: &dyn std::fmt::Display| RenderError::Failed(format!("{what} failed: {reason}"));
    match receiver.recv_timeout(std::time::Duration::from_secs(10)) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Err(failed(&error)),
        Err(error) => return Err(failed(&error)),
    }
    let mapped = buffer.get_mapped_range(..).map_err(|error| failed(&error))?;
    let mut out = Vec::with_capacity(row * height);
    for line in mapped.chunks_exact(padded).rev() {
        out.extend_from_slice(&line[..row]);
    }
    drop(mapped);
    buffer.unmap();
    Ok(out)
}
