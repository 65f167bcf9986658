/**
 * `npm run bench`: measures the figures of the design beside those of alternatives, and prints tables or one JSON
 * object.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { bundleHandlers } from '../bin/bundle.js';
import { measureDigestRequests } from './digest-requests.js';
import { LAG_CASES, type LagRow, measureLag, peerRows } from './lag.js';
import { measureRequests, PRICED_ON, REQUEST_CASES, type RequestRow } from './link-requests.js';
import { BENCH_USAGE, parseBenchOptions, type Section } from './options.js';
import { Report } from './report.js';
import { measureStartUp } from './start-up.js';
import { measureThrottledCrowd, type ThrottledCrowdResult } from './throttled-crowd.js';

const LAG_LINKS = 40;
const REQUEST_LINKS = 10;
const CROWDS = [1, 50, 500, 2000];
const RECONCILED_LINKS = [100, 1000, 10_000];
const IMPORT_ROUNDS = 20;
const RESULTS = new URL('./results/', import.meta.url);

const options = parseBenchOptions(process.argv.slice(2));
if (options.help) {
  console.log(BENCH_USAGE);
  process.exit(0);
}
const report = new Report(options.json);

const SECTIONS: Readonly<Record<Section, () => Promise<void>>> = {
  lag,
  requests,
  digest,
  crowds,
  reconcile,
  organization,
  imports,
};

await bundleHandlers();
for (const section of options.sections) await SECTIONS[section]();
report.numbers(numbersOf(report));
const results = { measuredAt: new Date().toISOString(), pricedOn: PRICED_ON, ...report.results };
await mkdir(RESULTS, { recursive: true });
await writeFile(new URL('latest.json', RESULTS), `${JSON.stringify(results, undefined, 2)}\n`);
if (options.json) console.log(JSON.stringify(results));
else console.log('\nWritten to bench/results/latest.json');

async function lag(): Promise<void> {
  report.heading(
    `Detection lag and requests to Atlas, ${LAG_LINKS} links each that take 30 to 300 s, no cluster, API key`,
  );
  const rows: LagRow[] = [];
  let completions: readonly number[] = [];
  for (const lagCase of LAG_CASES) {
    const measured = await measureLag(lagCase, LAG_LINKS);
    rows.push(measured.row);
    completions = measured.completions;
  }
  report.table('lag', rows);
  report.table('peers', peerRows(completions));
}

async function requests(): Promise<void> {
  report.heading(
    `One link in a cold account, mean of ${REQUEST_LINKS} links that take 30 to 300 s; d <= 15 s unless stated otherwise`,
  );
  const rows: RequestRow[] = [];
  for (const requestCase of REQUEST_CASES) rows.push(await measureRequests(requestCase, REQUEST_LINKS));
  report.table('requests', rows);
}

async function digest(): Promise<void> {
  report.heading(
    'HTTP requests for each call with an API key, warm container, by how strictly Atlas checks nonces',
  );
  const rows = [await measureDigestRequests(100, 'reusable'), await measureDigestRequests(100, 'single-use')];
  report.table('digest', rows);
}

async function crowds(): Promise<void> {
  report.heading('Concurrent endpoints under the limits of AWS and Atlas');
  const rows: ThrottledCrowdResult[] = [];
  for (const endpoints of CROWDS) {
    rows.push(await measureThrottledCrowd(endpoints));
    report.progress(`${endpoints} endpoints are done`);
  }
  report.table('crowds', rows);
}

async function reconcile(): Promise<void> {
  const { measureReconciliation } = await import('./reconcile.js');
  report.heading('One reconciliation without drift');
  const rows = [];
  for (const links of RECONCILED_LINKS) rows.push(await measureReconciliation(links));
  report.table('reconcile', rows);
}

async function organization(): Promise<void> {
  const { measureOrganization, ORGANIZATION_SIZES } = await import('./organization.js');
  report.heading('One reconciliation of a hub without drift, under the limits of AWS and Atlas');
  const rows = [];
  for (const size of ORGANIZATION_SIZES) {
    rows.push(await measureOrganization(size));
    report.progress(`${size.accounts} accounts are done`);
  }
  report.table('organization', rows);
}

async function imports(): Promise<void> {
  report.heading(`Import time in ${IMPORT_ROUNDS} new processes each, alternating`);
  const { rows, receiveImportRatio } = await measureStartUp(IMPORT_ROUNDS);
  report.table('imports', rows);
  report.note('receiveImportRatio', receiveImportRatio);
}

/** Figures under the names of the project's targets; those of a section that did not run are absent. */
function numbersOf({
  results: {
    lag: lags = [],
    requests: links = [],
    crowds: crowd = [],
    reconcile: passes = [],
    receiveImportRatio,
  },
}: Report) {
  const lagOf = (name: string) => (lags as LagRow[]).find((row) => row.name === name)?.meanLagSeconds;
  const linkOf = (name: string) => (links as RequestRow[]).find((row) => row.name === name);
  const crowdOf = (endpoints: number) =>
    (crowd as ThrottledCrowdResult[]).find((row) => row.endpoints === endpoints);
  const pass = (passes as { links: number; atlasRequests: number; ssmReads: number }[]).find(
    (row) => row.links === 10_000,
  );
  return {
    lagPushD15Seconds: lagOf('push, d <= 15 s'),
    lagPushD60Seconds: lagOf('push, d <= 60 s'),
    lagPushLostSeconds: lagOf('push lost, d <= 15 s'),
    requestsPerLinkApiKey: linkOf('tag, one cluster, API key')?.meanRequests,
    requestsPerLinkOauth: linkOf('tag, one cluster, OAuth')?.meanRequests,
    costPerLinkUsd: linkOf('tag, one cluster, API key')?.meanDollars,
    crowd500Linked: crowdOf(500)?.linked,
    crowd500DeadLetters: crowdOf(500)?.deadLetters,
    crowd500Stale: crowdOf(500)?.staleRecords,
    crowd2000LagSeconds: crowdOf(2000)?.meanLagSeconds,
    crowd2000RateLimited: crowdOf(2000)?.rateLimited,
    reconcile10000AtlasRequests: pass?.atlasRequests,
    reconcile10000SsmReads: pass?.ssmReads,
    receiveImportRatio: receiveImportRatio as number | undefined,
  };
}
