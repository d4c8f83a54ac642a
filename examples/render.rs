use case_connectors::markup::{Format, render};
fn main() {
    let input = std::io::read_to_string(std::io::stdin()).unwrap();
    let list: Vec<(String, String)> = serde_json::from_str(&input).unwrap();
    let out: Vec<_> = list
        .iter()
        .map(|(f, s)| {
            let r = render(s, Format::parse(f).unwrap());
            (r.text, r.losses.iter().map(|l| l.what).collect::<Vec<_>>())
        })
        .collect();
    println!("{}", serde_json::to_string(&out).unwrap());
}
