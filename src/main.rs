//! Arguments → command → exit code.

fn main() -> golive::cli::Exit {
    golive::cli::main()
}
