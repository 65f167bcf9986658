/** `npm run bench`: the numbers of the design, side by side with the alternatives, as a table and as JSON. */
import { mkdir, writeFile } from 'node:fs/promises';
import { bundleHandlers } from '../bin/bundle.js';
import { measureDetectionLag } from './detection-lag.js';
import { measureDigestRequests } from './digest-requests.js';
import { measureCost, measureCrowd } from './local-runs.js';
import { measureReconciliation } from './reconcile.js';
import { measureStartUp } from './start-up.js';
import { measureThrottledCrowd, type Spread, type ThrottledCrowdResult } from './throttled-crowd.js';

const CROWD = 500;
const THROTTLED_CROWDS = [500, 1000];
const RECONCILED_LINKS = [100, 1000, 10_000];
const ROUNDS = 15;
const COSTED_LINK_SECONDS = 120;
const RESULTS = new URL('./results/', import.meta.url);

function heading(text: string): void {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}

function table(rows: readonly object[]): void {
  console.table(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === 'number' ? shortened(value) : value,
        ]),
      ),
    ),
  );
}

function shortened(value: number): number {
  return Math.abs(value) < 0.01 ? Number(value.toPrecision(3)) : Math.round(value * 100) / 100;
}

function crowdRow({
  secondsToPost,
  secondsToConclusion,
  throttled,
  ...counts
}: ThrottledCrowdResult): object {
  const spread = ({ median, p95, max }: Spread) => [median, p95, max].map(Math.round).join(' / ');
  return {
    ...counts,
    'POST after s (median / p95 / max)': spread(secondsToPost),
    'told after s (median / p95 / max)': spread(secondsToConclusion),
    throttled: Object.values(throttled).reduce((sum, count) => sum + count, 0),
  };
}

await bundleHandlers();

heading(
  'Detection lag and HTTP requests of one link, completion uniform in 30 to 300 s (simulated schedules)',
);
const detectionLag = measureDetectionLag();
table(detectionLag);

heading('HTTP requests for each call with an API key, warm container, by what Atlas does with nonces');
const digestRequests = [
  await measureDigestRequests(100, 'reusable'),
  await measureDigestRequests(100, 'single-use'),
];
table(digestRequests);

heading(`Bundles: size at start and import time, medians of ${ROUNDS} fresh processes each, in turns`);
const startUp = await measureStartUp(ROUNDS);
table(startUp);

heading(`${CROWD} endpoints at once on one project, links ready after 30 to 300 s (local world, world time)`);
const crowd = [await measureCrowd(CROWD, 'digest'), await measureCrowd(CROWD, 'oauth')];
table(crowd);

heading('Endpoints at once under the limits of AWS and Atlas (local world, world time)');
const throttledCrowds = [];
for (const endpoints of THROTTLED_CROWDS) throttledCrowds.push(await measureThrottledCrowd(endpoints));
table(throttledCrowds.map(crowdRow));

heading('A reconciliation of links that are as they should be, one hour of the schedule (local world)');
const reconciliation = [];
for (const links of RECONCILED_LINKS) reconciliation.push(await measureReconciliation(links));
table(reconciliation);

heading(`Cost of one link that takes ${COSTED_LINK_SECONDS} s`);
const cost = await measureCost(COSTED_LINK_SECONDS);
table([cost]);

await mkdir(RESULTS, { recursive: true });
const file = new URL('latest.json', RESULTS);
const measuredAt = new Date().toISOString();
const results = {
  measuredAt,
  detectionLag,
  digestRequests,
  startUp,
  crowd,
  throttledCrowds,
  reconciliation,
  cost,
};
await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
console.log('\nWritten to bench/results/latest.json');
