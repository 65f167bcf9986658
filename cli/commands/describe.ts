import type { Command } from 'commander';
import { stored } from '../../lambda/aws/link-record.js';
import { CLOUD_PROVIDERS, type LinkDescription } from '../../lambda/contract/attributes.js';
import { type InCloudFormation, inCloudFormation } from '../../lambda/contract/cloudformation-spelling.js';
import type {
  ClusterConnectionStrings,
  ConnectionStringKind,
  FederatedHostname,
} from '../../lambda/contract/custom-resources.js';
import { stringsFor } from '../../lambda/domain/connection-strings/connection-strings.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import { emptyDescription } from '../../lambda/domain/model/link-description.js';
import { traitsOf } from '../../lambda/domain/model/service-traits.js';
import { ExitCode } from '../errors/exit-code.js';
import { checkLink, type LinkSnapshot } from '../links/check-link.js';
import { targetOfEndpoint } from '../members/endpoint-target.js';
import { RECORDED_NOTE, recordedLink } from '../members/recorded-links.js';
import { type Column, fittingColumns, rowsOf } from '../output/columns.js';
import type { Output } from '../output/output.js';
import { LINK_ATTRIBUTE_ROWS } from '../output/terraform-attributes.js';
import type { Access } from '../session/access.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import { ACCOUNT_OPTION, ENDPOINT_ARGUMENT, readAccount, readEndpointId } from './options/arguments.js';

export function addDescribeCommand(program: Command, run: Runner): void {
  program
    .command('describe')
    .description('shows everything known about a link: attributes, registry, EC2, connection strings')
    .argument(...ENDPOINT_ARGUMENT, readEndpointId)
    .option(...ACCOUNT_OPTION, readAccount)
    .action((endpointId: string, { account }: { readonly account?: string }) =>
      run(async (context) => {
        const { output } = context;
        const { snapshot, strings, isRecorded } = await readLink(context, endpointId);
        output.json({ ...documentOf(snapshot, strings), ...(isRecorded ? { recorded: true } : {}) });
        print(output, snapshot, strings, isRecorded);
        for (const projectId of snapshot.alsoIn)
          output.note(
            `Project ${projectId} has registered it with Data Federation as well; the attributes are those of project ${snapshot.place?.projectId}.`,
          );
        return snapshot.link === undefined ? ExitCode.WRONG : ExitCode.FINE;
      }, account),
    );
}

interface ReadLink {
  readonly snapshot: LinkSnapshot;
  readonly strings: Strings;
  /** Read from the copies in a member; Atlas was not asked. */
  readonly isRecorded: boolean;
}

async function readLink(context: CommandContext, endpointId: string): Promise<ReadLink> {
  const target = await targetOfEndpoint(context, endpointId);
  if (target.kind === 'hub') {
    const { access } = target;
    const snapshot = await checkLink(access, endpointId);
    return { snapshot, strings: await readStrings(access, snapshot), isRecorded: false };
  }
  const { member } = target;
  const [snapshot, recorded] = await Promise.all([
    recordedLink(member, endpointId),
    member.registry.connectionStrings(endpointId),
  ]);
  context.output.note(RECORDED_NOTE);
  return { snapshot, strings: { listed: [], recorded, hostnames: undefined }, isRecorded: true };
}

interface Strings {
  /** Strings that Atlas lists now. */
  readonly listed: readonly ClusterConnectionStrings[];
  /** Strings that the registry holds for applications. */
  readonly recorded: readonly ClusterConnectionStrings[];
  readonly hostnames: Hostnames;
}

/** What federated databases have for the endpoint; undefined for an endpoint of clusters, or where Atlas was not asked. */
type Hostnames =
  | { readonly kind: 'read'; readonly names: readonly FederatedHostname[] }
  | { readonly kind: 'unreadable'; readonly message: string }
  | undefined;

async function readStrings(access: Access, snapshot: LinkSnapshot): Promise<Strings> {
  const { place, endpointId } = snapshot;
  const [clusters, recorded, hostnames] = await Promise.all([
    place === undefined || !traitsOf(place.service).leadsToClusters
      ? []
      : access.atlas.listClusters(place.projectId),
    access.registry.connectionStrings(endpointId),
    readHostnames(access, snapshot),
  ]);
  return { listed: clusters.flatMap((cluster) => stringsFor(cluster, endpointId)), recorded, hostnames };
}

/** Everything else is shown without them: nothing says which role the request needs beside that of registrations. */
async function readHostnames(
  { atlas }: Access,
  { place, endpointId, link }: LinkSnapshot,
): Promise<Hostnames> {
  if (place === undefined || link === undefined || traitsOf(place.service).leadsToClusters) return undefined;
  try {
    const { projectId } = place;
    return { kind: 'read', names: await atlas.dataFederation.hostnames({ projectId, endpointId }) };
  } catch (error) {
    if (error instanceof AtlasError) return { kind: 'unreadable', message: error.message };
    throw error;
  }
}

/** Every attribute is present in all cases, empty if Atlas returns none. */
function attributesOf({ endpointId, place, link }: LinkSnapshot): LinkDescription {
  return (
    link ??
    emptyDescription({
      cloudProvider: CLOUD_PROVIDERS[0],
      projectId: place?.projectId ?? '',
      endpointServiceId: place?.service.endpointServiceId ?? '',
      endpointId,
    })
  );
}

function documentOf(snapshot: LinkSnapshot, { listed, recorded, hostnames }: Strings): object {
  const { link, place, endpoint, record } = snapshot;
  return {
    linked: link !== undefined,
    attributes: inCloudFormation(attributesOf(snapshot)),
    endpointService: inCloudFormation(place?.service.description ?? null),
    vpcEndpoint: endpoint ?? null,
    registry: record === undefined ? null : stored(record),
    registryProblem: snapshot.recordProblem,
    connectionStrings: inCloudFormation(listed),
    recordedConnectionStrings: inCloudFormation(recorded),
    ...(hostnames === undefined ? {} : { federatedHostnames: hostnamesInJson(hostnames) }),
  };
}

function print(output: Output, snapshot: LinkSnapshot, strings: Strings, isRecorded: boolean): void {
  const heading = (text: string) => output.line(output.paint('bold', text));
  const missing = isRecorded ? 'no copy says that it exists' : 'Atlas does not list it';
  heading(snapshot.link === undefined ? `Link: ${missing}` : 'Link');
  printTable(output, ['ATTRIBUTE', 'TERRAFORM'], attributeRows(inCloudFormation(attributesOf(snapshot))));
  heading(snapshot.endpoint === undefined ? 'VPC endpoint: EC2 does not show it here' : 'VPC endpoint');
  printTable(output, ['PROPERTY', 'REMARK'], endpointRows(snapshot, isRecorded));
  const { record, recordProblem } = snapshot;
  heading(record === undefined ? `Registry: ${recordProblem || 'no record'}` : 'Registry');
  printTable(output, ['FIELD', 'REMARK'], recordRows(snapshot));
  if (strings.hostnames === undefined) printStrings(output, strings, isRecorded);
  else printHostnames(output, strings.hostnames);
}

function printHostnames(output: Output, hostnames: NonNullable<Hostnames>): void {
  const heading = (text: string) =>
    output.line(output.paint('bold', `Host names of federated databases${text}`));
  if (hostnames.kind === 'unreadable') heading(`: not known. ${hostnames.message}`);
  else heading(hostnames.names.length === 0 ? ': Atlas lists none for this endpoint' : '');
  const names = hostnames.kind === 'read' ? hostnames.names : [];
  printTable(
    output,
    ['DATABASE', ''],
    names.map(({ database, hostname }) => [database, hostname]),
  );
}

function printStrings(output: Output, strings: Strings, isRecorded: boolean): void {
  const heading = (text: string) => output.line(output.paint('bold', text));
  const shown = isRecorded ? { ...strings, listed: strings.recorded } : strings;
  const none = isRecorded ? 'none are recorded' : 'Atlas lists none';
  heading(shown.listed.length === 0 ? `Connection strings: ${none}` : 'Connection strings');
  printTable(output, ['CLUSTER AND KIND', 'REGISTRY'], stringRows(shown));
}

/** Null if they could not be read. */
function hostnamesInJson(hostnames: NonNullable<Hostnames>): object | null {
  return hostnames.kind === 'read' ? inCloudFormation(hostnames.names) : null;
}

type NamedRow = readonly [name: string, value: string, beside?: string];

/** In a narrow terminal, the columns before the value are dropped to leave this width for it. */
const VALUE_COLUMNS = 26;

/** The value is the last column, because it may be long. */
function printTable(
  output: Output,
  [name, beside]: readonly [name: string, beside: string],
  rows: readonly NamedRow[],
): void {
  if (rows.length === 0) return;
  const columns: Column<NamedRow>[] = [
    { heading: `  ${name}`, cell: ([text]) => `  ${text}` },
    { heading: beside, cell: ([, , text = '']) => text, dropOrder: 1 },
    { heading: 'VALUE', cell: ([, value]) => value || '-' },
  ];
  const wanted = columns.filter(
    ({ cell, heading }) => heading !== beside || rows.some((row) => cell(row) !== ''),
  );
  const shown = fittingColumns(wanted, rows, output.width - VALUE_COLUMNS);
  output.table(
    shown.map(({ heading }) => heading),
    rowsOf(shown, rows),
  );
}

/** Adds Terraform's name; of several names the first, which is that for AWS. */
function attributeRows(attributes: InCloudFormation<LinkDescription>): NamedRow[] {
  const names = [...new Set(LINK_ATTRIBUTE_ROWS.map(({ ours }) => ours))];
  return names.map((name) => {
    const value = attributes[name];
    const terraform = LINK_ATTRIBUTE_ROWS.find(({ ours }) => ours === name)?.terraform ?? '';
    const text = Array.isArray(value) && value.length === 0 ? '' : value;
    return [name, typeof text === 'object' ? JSON.stringify(text) : String(text), terraform];
  });
}

function endpointRows({ endpoint, place }: LinkSnapshot, isRecorded: boolean): NamedRow[] {
  if (endpoint === undefined) return [];
  const isElsewhere = place === undefined && !isRecorded;
  const tags = Object.entries(endpoint.tags).map(([key, value]) => `${key}=${value}`);
  return [
    ['State', endpoint.state],
    ['ServiceName', endpoint.serviceName, isElsewhere ? 'not of a configured project' : ''],
    ['VpcId', endpoint.vpcId],
    ['Account', endpoint.ownerAccount],
    ['SubnetIds', endpoint.subnetIds.join(', ')],
    ['SecurityGroupIds', endpoint.securityGroupIds.join(', ')],
    ['PrivateDns', endpoint.privateDnsEnabled ? 'on' : 'off'],
    ['Tags', tags.join(', ')],
    ['CreatedAt', endpoint.createdAt?.toISOString() ?? ''],
  ];
}

function recordRows({ record, isRunning }: LinkSnapshot): NamedRow[] {
  if (record === undefined) return [];
  return [
    ['State', record.state],
    ['Execution', record.execution, isRunning ? 'under way' : ''],
    ['ExecutionStartedAt', record.executionStartedAt],
    ['FirstSeenAt', record.firstSeenAt],
    ['LastSeenAt', record.lastSeenAt],
    ['Message', record.message],
    ['Advice', record.advice],
    ['Warnings', record.warnings.join(', ')],
  ];
}

function stringRows({ listed, recorded }: Strings): NamedRow[] {
  return listed.flatMap((strings): NamedRow[] => {
    const stored = recorded.find(({ cluster }) => cluster === strings.cluster);
    const beside = (kind: ConnectionStringKind) =>
      stored?.[kind] === strings[kind] ? 'in the registry' : 'not in the registry';
    const rows: NamedRow[] = [
      [`${strings.cluster} srv`, strings.srv, beside('srv')],
      [`${strings.cluster} standard`, strings.standard, beside('standard')],
      [`${strings.cluster} srv-shard-optimized`, strings.srvShardOptimized, beside('srvShardOptimized')],
    ];
    return rows.filter(([, value]) => value !== '');
  });
}
