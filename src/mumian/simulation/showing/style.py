"""The style sheet of the summary's page: the colours of the house, in light and dark, and the choice between two languages."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --paper: #fff; --mist: #f5f6f8; --line: #d9dde3; --edge: #6b7480; --ink: #1b1f24;
  --soft: #515a66; --kapok: #b3262e; --link: #0b5cad; --green: #1e7b45; --yellow: #8a6a00; --orange: #9a4a00;
  --red: #a8071a; --purple: #5b2a86; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --mist: #1d2127; --line: #383f49; --edge: #8a94a1;
  --ink: #eceff3; --soft: #b3bbc6; --kapok: #f28b8f; --link: #86bdf5; --green: #7fd3a0; --yellow: #f0d060;
  --orange: #ffb877; --red: #ff9c9c; --purple: #d3aef5; } }
* { box-sizing: border-box; }
body { font: 1rem/1.6 "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui,
  sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 68rem; padding: 0 1.25rem 4rem; }
.choice { position: absolute; width: 1px; height: 1px; margin: 0; opacity: 0; }
#zh:checked ~ * [lang=en], #en:checked ~ * [lang=zh-Hans] { display: none; }
header { border-bottom: 3px solid var(--kapok); padding: 1.5rem 0 1rem; display: grid; grid-template-columns: 1fr auto;
  gap: .25rem 1rem; align-items: start; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0; }
header p { margin: 0; color: var(--soft); grid-column: 1 / -1; }
.languages { display: flex; gap: .25rem; }
.languages label { min-height: 44px; min-width: 44px; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: 6px;
  cursor: pointer; white-space: nowrap; }
#zh:checked ~ header [for=zh], #en:checked ~ header [for=en] { background: var(--ink); color: var(--paper); }
#zh:focus-visible ~ header [for=zh], #en:focus-visible ~ header [for=en], :focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
h2 { font-size: 1.125rem; line-height: 1.35; margin: 2.25rem 0 .5rem; }
.proofs, .facts { display: grid; gap: .75rem; padding: 0; margin: 1.5rem 0 0; list-style: none; }
.proofs { grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.proofs li { border: 1px solid var(--line); border-left: 6px solid var(--green); border-radius: 6px; padding: .75rem 1rem; }
.proofs li.broken { border-left-color: var(--red); }
.proofs b { display: block; color: var(--green); } .proofs .broken b { color: var(--red); }
.proofs small { display: block; color: var(--soft); }
.facts { grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1px; background: var(--line);
  border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.facts li { background: var(--paper); padding: .75rem 1rem; }
.facts b { display: block; font-size: 1.6rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.facts small { display: block; color: var(--soft); }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; font-size: .875rem; vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 9rem; } td.n, th.n { text-align: right; white-space: nowrap; }
thead th.n { white-space: normal; } td.none { color: var(--soft); }
.wide { overflow-x: auto; } summary { cursor: pointer; min-height: 44px; margin-top: 1.5rem; }
summary h2 { display: inline; margin: 0; }
svg { width: 100%; min-width: 34rem; height: auto; display: block; overflow: visible; }
svg text { fill: var(--ink); font-size: 12px; } svg .name { fill: var(--soft); } svg .aimed { fill: var(--kapok); }
.bar { fill: var(--link); } .late { fill: var(--purple); } .axis { stroke: var(--edge); }
.aim { stroke: var(--kapok); stroke-dasharray: 5 4; }
.green { fill: var(--green); } .yellow { fill: var(--yellow); } .orange { fill: var(--orange); } .red { fill: var(--red); }
.purple { fill: var(--purple); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
code { overflow-wrap: anywhere; }
@media print { .languages { display: none; } .wide { overflow: visible; } details > * { display: block; } }
"""
