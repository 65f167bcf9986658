/**
 * `npm run check:description -- --description FILE`: compares the responses of the Atlas simulator with MongoDB's
 * description of the Admin API, except where a listed deviation says otherwise.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amended, compare } from './check-description/compare.js';
import { type Description, readDescription } from './check-description/description.js';
import { DEVIATIONS } from './check-description/deviations.js';
import { FUZZER, fuzz } from './check-description/fuzz.js';
import { playLife } from './check-description/life.js';
import { type DescriptionOptions, parseDescriptionOptions, USAGE } from './check-description/options.js';
import { simulatedPart } from './check-description/simulated-part.js';
import { runProgram } from './options/program-options.js';
import { virtualEnvironment, withoutPython } from './python/virtual-environment.js';

/** A line of the report; undefined if nothing was checked. */
type Verdict = boolean | undefined;

async function main({ description: file, seed, examples }: DescriptionOptions): Promise<number> {
  const description = readDescription(file);
  const verdicts = [await compareLife(description), await sendGenerated(description, { seed, examples })];
  const failed = verdicts.filter((verdict) => verdict === false).length;
  const passed = verdicts.filter((verdict) => verdict === true).length;
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function compareLife(description: Description): Promise<Verdict> {
  const result = compare(description, DEVIATIONS, await playLife());
  const { operations, compared, findings, needless, unused } = result;
  for (const { name, evidence, reason } of DEVIATIONS)
    console.log(`deviation  (${evidence}) ${name}: ${reason}`);
  for (const name of result.inapplicable) console.log(`skipped  the description has no part for: ${name}`);
  for (const name of result.notDescribed) console.log(`skipped  the description does not have ${name}`);
  const faults = [
    ...findings,
    ...needless.map((name) => `nothing deviates in this way any more: ${name}`),
    ...unused.map((name) => `no played request uses ${name}`),
  ];
  for (const fault of faults) console.log(`failed  ${fault}`);
  if (faults.length > 0) return false;
  console.log(
    `passed  ${compared} responses of ${operations} operations are as described, except for the deviations`,
  );
  return true;
}

async function sendGenerated(
  description: Description,
  { seed, examples }: Omit<DescriptionOptions, 'description' | 'help'>,
): Promise<Verdict> {
  const python = virtualEnvironment('description', [FUZZER]);
  if (python === undefined) {
    console.log(withoutPython('generated requests'));
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'description-'));
  try {
    const part = amended(simulatedPart(description), DEVIATIONS, 'branches');
    const { passed, text, requests } = await fuzz(part, python, { folder, seed, examples });
    if (!passed) console.log(text);
    console.log(`${passed ? 'passed' : 'failed'}  ${requests} generated requests, with the seed ${seed}`);
    return passed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runProgram({ usage: USAGE, parse: parseDescriptionOptions, main });
