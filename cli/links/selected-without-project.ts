import { hasVanished } from '../../lambda/domain/model/eligibility.js';
import { isSelectedByTag } from '../../lambda/domain/model/endpoint-selection.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import type { Automation } from '../automation/automation.js';
import { nameOf } from './endpoint-name.js';
import type { LinkRow } from './link-row.js';

/** Endpoints that are tagged to be linked, but connect to no endpoint service of a configured project. */
export function selectedWithoutProject(
  { selection, region }: Pick<Automation, 'selection' | 'region'>,
  endpoints: readonly VpcEndpoint[],
  listed: ReadonlySet<string>,
  isIncomplete: boolean,
): LinkRow[] {
  return endpoints
    .filter((endpoint) => !listed.has(endpoint.endpointId) && !hasVanished(endpoint))
    .filter((endpoint) => isSelectedByTag(selection, endpoint))
    .map((endpoint) => ({
      cloudProvider: 'AWS',
      endpointId: endpoint.endpointId,
      name: nameOf(endpoint),
      region: endpoint.serviceRegion ?? region,
      projectId: '',
      endpointServiceId: '',
      endpointServiceName: endpoint.serviceName,
      listed: false,
      selected: true,
      atlasStatus: '',
      ec2State: endpoint.state,
      registryState: '',
      warnings: [],
      note: isIncomplete
        ? 'It is selected; whether its service is of a project that cannot be read is not known.'
        : 'It is selected, and its service is of no configured project.',
    }));
}
