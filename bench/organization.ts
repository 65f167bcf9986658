/**
 * Requests of one reconciliation of a hub that finds no drift, by service, counted in the journals of the local world:
 * members in several accounts and Regions, and many Atlas projects.
 */
import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../bin/synthesize.js';
import { DEFAULT_NAMESPACE, membersPath } from '../lambda/contract/members.js';
import { atlasRegion, awsRegion } from '../lambda/contract/regions.js';
import { linkParameterName, memberLinksPath, type StoredLinkRecord } from '../lambda/contract/registry.js';
import { ListedStrings } from '../lambda/domain/connection-strings/listed-strings.js';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkMembers,
  EndpointSelection,
} from '../lib/index.js';
import type { EndpointService, Project } from '../local/atlas/index.js';
import { Link } from '../local/atlas/link.js';
import { DEFAULT_TIMINGS } from '../local/atlas/timings.js';
import type { LambdaFunctions } from '../local/aws/lambda/lambda-functions.js';
import type { Execution } from '../local/aws/step-functions/executions.js';
import { MANAGEMENT_ACCOUNT, OrganizationWorld } from '../local/organization-world.js';
import { STACK, type SynthesisSettings } from '../local/world.js';
import type { WorldPlace } from '../local/world-place.js';

export interface OrganizationSize {
  readonly accounts: number;
  readonly regions: number;
  readonly projects: number;
  readonly links: number;
}

export interface OrganizationPass extends OrganizationSize {
  readonly atlasRequests: number;
  readonly stsCalls: number;
  readonly ec2Calls: number;
  readonly ssmCalls: number;
  readonly slices: number;
  /** From the start to the summary, in world seconds: the pauses that limits of AWS and Atlas force. */
  readonly worldSeconds: number;
  /** World time that Lambda would bill for the reconciliation's function, which is waits. */
  readonly lambdaSeconds: number;
  /** Real time in which the thread of that function was busy, on the machine of the bench. */
  readonly lambdaBusySeconds: number;
  /** Most JavaScript memory in use by that thread, garbage included. */
  readonly peakHeapMegabytes: number;
  /** Largest input of a state, which Step Functions limits to 256 KiB. */
  readonly stateKibibytes: number;
  readonly drift: number;
}

/** Each has the same number of links in a place, and of links in a project. */
export const ORGANIZATION_SIZES: readonly OrganizationSize[] = [
  { accounts: 50, regions: 3, projects: 250, links: 2500 },
  { accounts: 200, regions: 3, projects: 1000, links: 10_000 },
];

const ORGANIZATION = 'o-local00001';
const UNIT = 'ou-root-members00';
const REGIONS = [STACK.region, 'eu-central-1', 'us-east-1'];

/** @throws Error if the reconciliation has not compared every link, or has found drift */
export async function measureOrganization(size: OrganizationSize): Promise<OrganizationPass> {
  const regions = REGIONS.slice(0, size.regions);
  const accounts = Array.from({ length: size.accounts }, (_, index) => ({
    account: String(200_000_000_000 + index),
    unit: UNIT,
  }));
  const world = await OrganizationWorld.start({
    random: () => 0.5,
    projects: size.projects,
    regions,
    serviceRegions: regions.slice(1),
    homeUnit: UNIT,
    accounts,
    timings: { linkSeconds: 30, connectionStringsSeconds: 0 },
    synthesize: (settings) => synthesizeHub(settings, regions),
  });
  try {
    await world.time.run(SETTLING_SECONDS);
    const places = accounts.flatMap(({ account }) => regions.map((region) => world.place(account, region)));
    await seed(world, places, size);
    return await reconcile(world, size);
  } finally {
    await world.close();
  }
}

/** StackSets deploy in turns. No multiple of an hour: the pass must not run beside a scheduled one. */
const SETTLING_SECONDS = 3000;

function synthesizeHub(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  regions: readonly string[],
): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'AtlasPrivateLink', { env: STACK });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  const link = new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    atlasBaseUrl,
    endpointSelection: EndpointSelection.all(),
    members: AtlasMembers.organization(ORGANIZATION, { regions: [...regions] }),
  });
  new AtlasPrivateLinkMembers(stack, 'Members', {
    hub: link.hub,
    organizationalUnitIds: [UNIT],
    managementAccountId: MANAGEMENT_ACCOUNT,
  }).node.addDependency(link);
  app.synth();
  return stack.templateFile;
}

/** The hub makes the first link, whose record is the template of all others. */
async function seed(
  world: OrganizationWorld,
  places: readonly WorldPlace[],
  { links }: OrganizationSize,
): Promise<void> {
  const [first] = places;
  if (first === undefined) throw new Error('The world has no member.');
  const { endpointId } = first.createVpcEndpoint();
  await world.time.run(SETTLING_SECONDS);
  const name = linkParameterName(endpointId, memberLinksPath(placeOf(first.aws)));
  const record = JSON.parse(world.home.aws.parameters.get(name)?.value ?? '') as StoredLinkRecord;
  const { projects } = world.home;
  for (let index = 1; index < links; index += 1) {
    const place = places[index % places.length] as WorldPlace;
    const project = projects[index % projects.length] as Project;
    addLink(world, place, project, record);
  }
  const heardAt = new Date(world.time.now()).toISOString();
  for (const { aws } of places)
    put(
      world,
      `${membersPath(DEFAULT_NAMESPACE)}/${aws.account}/${aws.region}`,
      JSON.stringify({ version: 1, memberVersion: 1, heardAt }),
    );
}

function addLink(
  world: OrganizationWorld,
  { aws }: WorldPlace,
  project: Project,
  record: StoredLinkRecord,
): void {
  const service = serviceIn(project, aws.region);
  const { endpointId } = aws.endpoints.create({ serviceName: service.serviceName });
  const link = new Link(endpointId, {}, { ...DEFAULT_TIMINGS, linkSeconds: 0 }, world.time);
  link.decision = { kind: 'accepted' };
  service.links.set(endpointId, link);
  aws.endpoints.setState(endpointId, 'available');
  const { account, region } = placeOf(aws);
  const ids = {
    ProjectId: project.id,
    EndpointServiceId: service.id,
    EndpointId: endpointId,
    InterfaceEndpointId: endpointId,
  };
  // As after the first comparison: without it, each link would be checked one by one.
  const connectionStringsDigest = new ListedStrings([]).digestOf(endpointId);
  const value = { ...record, connectionStringsDigest, account, region, link: { ...record.link, ...ids } };
  put(world, linkParameterName(endpointId, memberLinksPath(placeOf(aws))), JSON.stringify(value));
}

function placeOf({ account, region }: WorldPlace['aws']) {
  return { account, region: awsRegion(region) };
}

function serviceIn(project: Project, region: string): EndpointService {
  const found = [...project.services.values()].find(({ regionName }) => regionName === atlasRegion(region));
  if (found === undefined) throw new Error(`Project ${project.id} has no endpoint service in ${region}.`);
  return found;
}

function put(world: OrganizationWorld, name: string, value: string): void {
  const { parameters } = world.home.aws;
  parameters.put({ name, value, type: 'String', tier: 'Intelligent-Tiering', overwrite: true });
}

async function reconcile(world: OrganizationWorld, size: OrganizationSize): Promise<OrganizationPass> {
  const { calls } = world.cloud.server;
  const { entries } = world.atlas.journal;
  const [callsBefore, requestsBefore] = [calls.length, entries.length];
  const began = world.time.now();
  const { aws } = world.home;
  const functionName = nameOf(aws.functions.arnOf(RECONCILIATION));
  const before = usedBy(aws.functions, functionName);
  const stateMachineArn = aws.executions.arnOf(RECONCILIATION);
  aws.schedules.fireAll();
  const execution = () =>
    aws.executions.list(stateMachineArn).findLast(({ startedAt }) => startedAt >= began);
  while (execution()?.output === undefined) {
    await world.time.run(30);
    if (world.time.now() - began > PASS_LIMIT_SECONDS * 1000) throw new Error('The pass does not end.');
  }
  const made = calls.slice(callsBefore).map(({ action }) => action);
  const count = (pattern: RegExp) => made.filter((action) => pattern.test(action)).length;
  const { slice } = JSON.parse(execution()?.output ?? '{}') as Output;
  const summary = slice?.summary;
  const states = execution()?.states ?? [];
  if (summary === undefined || summary.links.available !== size.links || summary.found > 0)
    throw new Error(`The pass is not as expected: ${JSON.stringify(summary)}`);
  const seconds = (Date.parse(summary.finishedAt) - Date.parse(summary.startedAt)) / 1000;
  const after = usedBy(aws.functions, functionName);
  const slices = states.filter((name) => name === 'Reconcile a slice').length;
  return {
    ...size,
    atlasRequests: entries.length - requestsBefore,
    stsCalls: count(/^sts:/),
    ec2Calls: count(/^ec2:/),
    ssmCalls: count(/^ssm:/),
    slices,
    worldSeconds: seconds,
    lambdaSeconds: after.billedSeconds - before.billedSeconds,
    lambdaBusySeconds: after.busySeconds - before.busySeconds,
    peakHeapMegabytes: after.peakHeapBytes / 2 ** 20,
    stateKibibytes: largestState(execution()) / 2 ** 10,
    drift: summary.found,
  };
}

const PASS_LIMIT_SECONDS = 6 * 3600;
/** Part of the names of the state machine and of its function. */
const RECONCILIATION = 'Reconcil';

function nameOf(functionArn: string): string {
  return functionArn.slice(functionArn.lastIndexOf(':') + 1);
}

function usedBy({ billedSeconds, usage }: LambdaFunctions, functionName: string) {
  const { busySeconds = 0, peakHeapBytes = 0 } = usage.get(functionName) ?? {};
  return { billedSeconds: billedSeconds.get(functionName) ?? 0, busySeconds, peakHeapBytes };
}

function largestState(execution: Execution | undefined): number {
  return Math.max(0, ...(execution?.history ?? []).map(({ input }) => JSON.stringify(input ?? null).length));
}

interface Output {
  readonly slice?: {
    readonly summary: {
      readonly found: number;
      readonly startedAt: string;
      readonly finishedAt: string;
      readonly links: { readonly available: number };
    };
  };
}
