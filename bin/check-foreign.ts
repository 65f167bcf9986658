/**
 * `npm run check:foreign`: has clients that others wrote work with the Atlas simulator and the local AWS, if they are on
 * this machine: Terraform or OpenTofu with MongoDB's provider, and with AWS's beside it, the Atlas CLI, and the AWS CLI. Their code is
 * not part of this repository.
 */
import { fileURLToPath } from 'node:url';
import { simulates } from '../local/atlas/index.js';
import { type SynthesisSettings, World } from '../local/world.js';
import { bundleHandlersIfStale } from './bundle.js';
import { ACCOUNT_CONFIGURATIONS, type AccountConfiguration } from './check-foreign/account-configurations.js';
import { checkAtlasCli } from './check-foreign/atlas-cli.js';
import { checkAwsCli } from './check-foreign/aws-cli.js';
import { checkAccountConfiguration } from './check-foreign/check-account-configuration.js';
import { checkConfiguration, NoProviderError } from './check-foreign/check-configuration.js';
import { CONFIGURATIONS, type Configuration } from './check-foreign/configurations.js';
import { versionOf } from './check-foreign/terraform.js';
import { synthesizeInWorld, UNCHECKED } from './synthesize.js';

const FOLDER = fileURLToPath(new URL('../test/foreign', import.meta.url));

type Verdict = 'passed' | 'failed' | 'skipped';

async function terraformVerdicts(): Promise<Verdict[]> {
  for (const program of ['tofu', 'terraform']) {
    const version = await versionOf(program);
    if (version === undefined) continue;
    console.log(`${program} ${version}`);
    return applyAll(program);
  }
  return [report('skipped', 'terraform', 'neither tofu nor terraform is on this machine')];
}

/** The first one says whether there is a provider; the others, each with a simulator of its own, follow side by side. */
async function applyAll(program: string): Promise<Verdict[]> {
  const [first, ...others] = CONFIGURATIONS;
  const verdict = first && (await apply(program, first));
  if (verdict === undefined) return ['skipped'];
  const verdicts = await Promise.all(others.map((configuration) => apply(program, configuration)));
  return [verdict, ...verdicts.map((one) => one ?? 'skipped'), ...(await applyInAccounts(program))];
}

/** One after the other: each has a world with the automation. */
async function applyInAccounts(program: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const configuration of ACCOUNT_CONFIGURATIONS)
    verdicts.push(await applyInAccount(program, configuration));
  return verdicts;
}

async function applyInAccount(program: string, configuration: AccountConfiguration): Promise<Verdict> {
  const { name } = configuration;
  try {
    return report(
      'passed',
      name,
      await checkAccountConfiguration(program, FOLDER, configuration, startWorld),
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof NoProviderError)) return report('failed', name, error.message);
    return report('skipped', name, "AWS's provider cannot be installed");
  }
}

async function startWorld(): Promise<World> {
  await bundleHandlersIfStale();
  const synthesize = (settings: SynthesisSettings) =>
    synthesizeInWorld(settings, { selectTag: 'atlas-privatelink', lastLink: 'remove' }, UNCHECKED);
  return World.start({ synthesize });
}

/** @returns undefined if the provider cannot be installed, which is the same for all configurations */
async function apply(program: string, configuration: Configuration): Promise<Verdict | undefined> {
  const { name, needs } = configuration;
  if (needs !== undefined && !simulates(...needs))
    return report('skipped', name, `the simulator has no ${needs.join(' ')}`);
  try {
    return report('passed', name, await checkConfiguration(program, FOLDER, configuration));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof NoProviderError)) return report('failed', name, error.message);
    report(
      'skipped',
      'all configurations',
      `MongoDB's provider cannot be installed:\n${error.message.trim()}`,
    );
    return undefined;
  }
}

function report(verdict: Verdict, name: string, text: string): Verdict {
  console.log(`${verdict.padEnd(7)} ${name}: ${text}`);
  return verdict;
}

async function atlasCliVerdict(): Promise<Verdict> {
  try {
    const done = await checkAtlasCli();
    if (done === undefined) return report('skipped', 'atlas', 'the Atlas CLI is not on this machine');
    return report('passed', 'atlas', done);
  } catch (error) {
    return report('failed', 'atlas', error instanceof Error ? error.message : String(error));
  }
}

async function awsCliVerdict(): Promise<Verdict> {
  try {
    const done = await checkAwsCli(startWorld);
    if (done === undefined) return report('skipped', 'aws', 'the AWS CLI is not on this machine');
    return report('passed', 'aws', done);
  } catch (error) {
    return report('failed', 'aws', error instanceof Error ? error.message : String(error));
  }
}

const verdicts = [...(await terraformVerdicts()), await atlasCliVerdict(), await awsCliVerdict()];
const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
if (count('failed') > 0) process.exitCode = 1;
