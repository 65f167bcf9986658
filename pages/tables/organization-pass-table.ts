/** Table of what one reconciliation of a hub costs, from the recorded benchmark. */
import type { OrganizationPass } from '../../bench/organization.js';
import { recorded } from '../../bench/recorded.js';
import { markdownTable } from './markdown-table.js';

const ROWS: readonly (readonly [string, (pass: OrganizationPass) => string])[] = [
  ['accounts × Regions', ({ accounts, regions }) => `${accounts} × ${regions}`],
  ['Atlas projects', ({ projects }) => grouped(projects)],
  ['links', ({ links }) => grouped(links)],
  ['requests to Atlas', ({ atlasRequests }) => grouped(atlasRequests)],
  ['sessions in accounts (`sts:AssumeRole`)', ({ stsCalls }) => grouped(stsCalls)],
  ['calls to EC2', ({ ec2Calls }) => grouped(ec2Calls)],
  ['calls to Parameter Store', ({ ssmCalls }) => grouped(ssmCalls)],
  ['invocations of the function', ({ slices }) => grouped(slices)],
  ['waits that limits of AWS and Atlas force', ({ worldSeconds }) => `${worldSeconds.toFixed(0)} s`],
  [
    'computation, on a machine with two cores',
    ({ lambdaBusySeconds }) => `${lambdaBusySeconds.toFixed(0)} s`,
  ],
  ['JavaScript memory, garbage included', ({ peakHeapMegabytes }) => `${peakHeapMegabytes.toFixed(0)} MB`],
  ['largest state of the state machine', ({ stateKibibytes }) => `${stateKibibytes.toFixed(0)} KB of 256`],
];

export function organizationPassTable(): string {
  const passes = recorded.organization;
  const rows = ROWS.map(([what, show]) => [what, ...passes.map(show)]);
  const [head = [], ...others] = rows;
  return markdownTable(head, others);
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
