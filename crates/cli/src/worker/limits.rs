//! What a worker takes from itself before it looks at a page: memory, processor time, network, files, programs.
//!
//! Two locks stand behind one another. No file or socket can be opened where the most that may be open is
//! none, which every Unix keeps. On Linux a filter then leaves the few system calls that memory, pipes and
//! the end of a process need; every other one fails, those that are not invented yet among them.
//! Nothing here is taken for granted: [`super::trial`] tries each on the machine at hand.

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
use std::collections::BTreeMap;

/// Bytes of memory that a page may take.
pub(crate) const MEMORY: u64 = 1 << 30;

/// Seconds of processor time that a page may take.
pub(crate) const SECONDS: u64 = 10;

/// Sets the limits of this process. Where the system has none of a kind, the others hold.
#[cfg(unix)]
pub(crate) fn set(seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |resource, current, maximum| {
        let _ = setrlimit(resource, Rlimit { current: Some(current), maximum: Some(maximum) });
    };
    most(Resource::As, MEMORY, MEMORY);
    // The first second ends the process with a signal of its own, by which its caller knows why.
    most(Resource::Cpu, seconds, seconds + 1);
    most(Resource::Core, 0, 0);
    most(Resource::Nofile, 0, 0);
    close();
}

#[cfg(not(unix))]
pub(crate) fn set(_seconds: u64) {}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn close() {
    if let Some(filter) = filter() {
        let _ = seccompiler::apply_filter(&filter);
    }
}

#[cfg(all(unix, not(all(target_os = "linux", target_pointer_width = "64"))))]
fn close() {}

/// System calls that a worker still makes: memory, its two pipes, signals, the clock, its end.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
const LEFT: [libc::c_long; 25] = [
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_clock_gettime,
    libc::SYS_getrandom,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// The filter as the kernel takes it, or none on a processor that its maker does not know.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn filter() -> Option<seccompiler::BpfProgram> {
    use seccompiler::{
        SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    };
    let mut left: BTreeMap<i64, Vec<SeccompRule>> = LEFT.into_iter().map(|call| (call, Vec::new())).collect();
    // Ending itself for want of memory is a signal to itself; to other processes there is none.
    let own = u64::from(std::process::id());
    let own = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, own).ok()?;
    left.insert(libc::SYS_tgkill, vec![SeccompRule::new(vec![own]).ok()?]);
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let processor = std::env::consts::ARCH.try_into().ok()?;
    SeccompFilter::new(left, refuse, SeccompAction::Allow, processor).ok()?.try_into().ok()
}
