//! The inner loops: samples of a packet of rays, chosen by what the processor can do.
#![allow(unsafe_code, reason = "vector instructions and unchecked voxel loads; each block states why it is sound")]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod bytes;
#[cfg(target_arch = "x86_64")]
mod fetch;
#[cfg(target_arch = "x86_64")]
mod light;
mod portable;

use super::packet::{Job, Packet};

/// Takes the samples `[first, end)` of a packet and sets `done` when no ray can gain more.
pub struct Kernel {
    run: fn(&Job<'_>, &mut Packet, i32, i32),
}

impl Kernel {
    /// The fastest kernel for a job on this machine, or the portable one. The vector kernels address up to 2^32 voxels.
    pub fn choose(job: &Job<'_>, portable: bool) -> Self {
        #[cfg(target_arch = "x86_64")]
        if !portable
            && job.stored.iter().product::<usize>() <= u32::MAX as usize
            && is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("fma")
        {
            return Self { run: avx2::choose(job) };
        }
        let _ = (job, portable);
        Self { run: portable::run }
    }

    #[inline]
    pub fn run(&self, job: &Job<'_>, packet: &mut Packet, first: i32, end: i32) {
        (self.run)(job, packet, first, end);
    }
}
