/** Links of Azure and Google Cloud: the automation does not create them, but the projects may have them. */
import { CLOUD_PROVIDERS, type CloudProvider } from '../../lambda/contract/attributes.js';
import { atMostAtOnce } from '../../lambda/domain/model/at-most-at-once.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import type { EndpointService } from '../../lambda/domain/model/ports/atlas.js';
import type { Access } from '../session/access.js';
import type { LinkList, LinkRow } from './link-row.js';
import { PROJECTS_AT_ONCE } from './project-services.js';

type Reader = Pick<Access, 'atlas'>;

export async function listOtherClouds({
  atlas,
  automation,
}: Pick<Access, 'atlas' | 'automation'>): Promise<LinkList> {
  const lists = await atMostAtOnce(PROJECTS_AT_ONCE, automation.projects, ({ projectId }) =>
    listOfProject({ atlas }, projectId),
  );
  return { rows: lists.flatMap(({ rows }) => rows), errors: lists.flatMap(({ errors }) => errors) };
}

async function listOfProject(reader: Reader, projectId: string): Promise<LinkList> {
  const rows: LinkRow[] = [];
  for (const cloudProvider of CLOUD_PROVIDERS) {
    if (cloudProvider === 'AWS') continue;
    try {
      rows.push(...(await rowsOfCloud(reader, projectId, cloudProvider)));
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      return { rows, errors: [error] };
    }
  }
  return { rows, errors: [] };
}

async function rowsOfCloud(
  { atlas }: Reader,
  projectId: string,
  cloudProvider: CloudProvider,
): Promise<LinkRow[]> {
  const services = await atlas.listEndpointServices(projectId, cloudProvider);
  const rows: LinkRow[] = [];
  for (const service of services)
    for (const endpointId of service.interfaceEndpoints)
      rows.push(await rowOf({ atlas }, projectId, service, endpointId));
  return rows;
}

async function rowOf(
  { atlas }: Reader,
  projectId: string,
  { cloudProvider, endpointServiceId, endpointServiceName = '', regionName }: EndpointService,
  endpointId: string,
): Promise<LinkRow> {
  const link = await atlas.findLink({ cloudProvider, projectId, endpointServiceId, endpointId });
  return {
    cloudProvider,
    endpointId,
    name: '',
    region: regionName,
    projectId,
    endpointServiceId,
    endpointServiceName,
    listed: true,
    selected: false,
    atlasStatus: link?.connectionStatus ?? '',
    ec2State: '',
    registryState: '',
    warnings: [],
    note: link?.errorMessage ?? '',
  };
}
