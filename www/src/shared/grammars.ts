// In place of `refractor` where EUI asks for it (vite.config.ts): its nearly three hundred grammars take 0.3 to 0.5 s of processor
// time at each start of the page. These are what people paste into cases; code in another language is shown without colours.
import refractor from 'refractor/core';
import bash from 'refractor/lang/bash';
import batch from 'refractor/lang/batch';
import c from 'refractor/lang/c';
import cpp from 'refractor/lang/cpp';
import csharp from 'refractor/lang/csharp';
import diff from 'refractor/lang/diff';
import docker from 'refractor/lang/docker';
import go from 'refractor/lang/go';
import http from 'refractor/lang/http';
import ini from 'refractor/lang/ini';
import java from 'refractor/lang/java';
import json from 'refractor/lang/json';
import log from 'refractor/lang/log';
import markdown from 'refractor/lang/markdown';
import php from 'refractor/lang/php';
import powershell from 'refractor/lang/powershell';
import python from 'refractor/lang/python';
import regex from 'refractor/lang/regex';
import ruby from 'refractor/lang/ruby';
import rust from 'refractor/lang/rust';
import shellSession from 'refractor/lang/shell-session';
import splunk from 'refractor/lang/splunk-spl';
import sql from 'refractor/lang/sql';
import toml from 'refractor/lang/toml';
import typescript from 'refractor/lang/typescript';
import visualBasic from 'refractor/lang/visual-basic';
import yaml from 'refractor/lang/yaml';

const GRAMMARS = [
  bash,
  batch,
  c,
  cpp,
  csharp,
  diff,
  docker,
  go,
  http,
  ini,
  java,
  json,
  log,
  markdown,
  php,
  powershell,
  python,
  regex,
  ruby,
  rust,
  shellSession,
  splunk,
  sql,
  toml,
  typescript,
  visualBasic,
  yaml,
];
for (const grammar of GRAMMARS) refractor.register(grammar);

export default refractor;
export const { highlight, listLanguages, register, registered } = refractor;
