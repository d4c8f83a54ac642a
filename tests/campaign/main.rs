//! Random runs of the engine against the simulated systems, in virtual time: clocks that differ, copies of a case that are
//! old, tabs that die, answers that are lost, systems that are slow, marks that are not kept, journals that cannot be read, and
//! people who write what looks like ours. A judge compares what the system holds with what the case was.
//!
//! `CAMPAIGN_SEED`, `CAMPAIGN_RUNS` and `CAMPAIGN_ONLY` choose the runs; `cargo xtask campaign push` sets them.

mod browser;
mod case;
#[allow(dead_code, reason = "shared with the engine's tests, which use more of it")]
#[path = "../engine/common/mod.rs"]
mod common;
mod directed;
mod judge;
mod person;
mod plan;
mod random;
mod run;
mod system;
mod theirs;

use plan::Plan;
use run::Report;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// So many runs are part of every test.
const RUNS: u64 = 150;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text:?}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_doubled_lost_overwritten_or_silently_unsent() {
    let seed = number("CAMPAIGN_SEED").unwrap_or(1);
    let only = number("CAMPAIGN_ONLY");
    let numbers = only.map_or(0..number("CAMPAIGN_RUNS").unwrap_or(RUNS), |only| only..only + 1);
    let began = Instant::now();
    let lanes = 4;
    let mut tasks = tokio::task::JoinSet::new();
    for lane in 0..lanes {
        let numbers: Vec<u64> = numbers.clone().filter(|number| number % lanes == lane).collect();
        tasks.spawn(async move {
            let mut reports = Vec::new();
            for number in numbers {
                // Of its own: one that breaks off has failed, and the others go on.
                let run = async move { run::run(&Plan::new(seed, number), &format!("{seed}-{number}")).await };
                let report = tokio::spawn(run).await.unwrap_or_else(|error| Report::broken(&error.to_string()));
                reports.push((number, Plan::new(seed, number), report));
            }
            reports
        });
    }
    let mut reports: Vec<(u64, Plan, Report)> = tasks.join_all().await.into_iter().flatten().collect();
    reports.sort_by_key(|(number, ..)| *number);
    let mut faulty = 0;
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    let mut asked: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (number, plan, report) in &reports {
        let of = |asked: &person::Asked| {
            (asked.code, if asked.by_others { "somebody else was there" } else { "nobody else was" })
        };
        for question in report.asked.iter().map(of).collect::<BTreeSet<_>>() {
            *asked.entry(question).or_default() += 1;
        }
        if report.faults.is_empty() && only.is_none() {
            continue;
        }
        faulty += u32::from(!report.faults.is_empty());
        for fault in &report.faults {
            *kinds.entry(fault.split(':').next().unwrap().to_owned()).or_default() += 1;
        }
        println!("run {number} of seed {seed}, {:?}: {}", plan.kind, report.faults.join("; "));
        if only.is_some() {
            println!("{plan:#?}\n{}", report.log.join("\n"));
        }
    }
    for (kind, count) in &kinds {
        println!("{count:>5} runs: {kind}");
    }
    for ((code, who), count) in &asked {
        println!("{count:>5} runs asked: {code} ({who})");
    }
    println!("{faulty} of {} runs failed, in {:.1} s", reports.len(), began.elapsed().as_secs_f32());
    assert_eq!(faulty, 0, "Repeat one with: cargo xtask campaign push --seed {seed} --only NUMBER");
}
