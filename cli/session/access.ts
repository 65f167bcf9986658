import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createAtlasClient } from '../../lambda/atlas/atlas-client.js';
import { createNetwork } from '../../lambda/aws/ec2-network.js';
import { createVpcEndpoints } from '../../lambda/aws/ec2-vpc-endpoints.js';
import { lazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { createLinkWorkflow } from '../../lambda/aws/link-workflow.js';
import type { ParameterStore } from '../../lambda/aws/parameter-store.js';
import { readProjectList } from '../../lambda/aws/project-list.js';
import { createRegistry } from '../../lambda/aws/registry.js';
import { createSecretReader } from '../../lambda/aws/secrets.js';
import { withDataFederation } from '../../lambda/domain/data-federation/federated-links.js';
import { type Federation, federationOf } from '../../lambda/domain/data-federation/federation-directory.js';
import { registrationComment } from '../../lambda/domain/data-federation/own-registration.js';
import type { AtlasChangePort, AtlasPort, OwnRolesPort } from '../../lambda/domain/model/ports/atlas.js';
import type { ClockPort } from '../../lambda/domain/model/ports/clock.js';
import type {
  NetworkPort,
  VpcEndpointListPort,
  VpcEndpointPort,
} from '../../lambda/domain/model/ports/ec2.js';
import type { ExecutionStatusPort, WorkflowPort } from '../../lambda/domain/model/ports/executions.js';
import type { RegistryPort } from '../../lambda/domain/model/ports/registry.js';
import { type Automation, chooseAutomation, withProjects } from '../automation/automation.js';
import { storedDescriptions } from '../aws/automations.js';
import { clientSettings } from '../aws/client-settings.js';
import { InterfaceEndpoints } from '../aws/interface-endpoints.js';
import { sdkParameterStore, sdkStepFunctions } from '../aws/sdk-services.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { AwsClock } from './aws-clock.js';
import { setSdkRegion } from './sdk-environment.js';

/** An automation, and the clients that commands need, with the user's own credentials. */
export interface Access extends Federation {
  readonly automation: Automation;
  readonly atlas: AtlasPort;
  readonly ownRoles: OwnRolesPort;
  readonly endpoints: VpcEndpointPort & VpcEndpointListPort;
  /** Endpoints for all services, including those of other vendors. */
  readonly interfaceEndpoints: InterfaceEndpoints;
  readonly network: NetworkPort;
  readonly registry: RegistryPort;
  readonly workflow: WorkflowPort & ExecutionStatusPort;
  readonly executionStates: ExecutionStatusPort;
  readonly clock: ClockPort;
  /** True if the endpoints are those of a member, and the automation is its hub. */
  readonly isOfMember: boolean;
  /** Of the automation's own account and Region. */
  readonly parameters: ParameterStore;
}

/** A person waits: if Atlas is busy or down, requests are retried for this long. */
const ATLAS_PATIENCE_MILLISECONDS = 6_000;

/**
 * @param fallbackRegion Region to use if the SDK finds none
 * @throws NoAutomationError, CommandError, errors of the SDK
 */
export async function openAccess(wanted: string | undefined, fallbackRegion?: string): Promise<Access> {
  const clock = new AwsClock();
  const region = await ownRegion(fallbackRegion);
  const client = clock.follow(new SSMClient(clientSettings()));
  const parameters = sdkParameterStore(client);
  const chosen = chooseAutomation(await storedDescriptions(client), wanted, region);
  const automation = await withProjects(chosen, (reference) => readProjectList(parameters, reference));
  const ec2 = lazyEc2();
  const workflow = createLinkWorkflow(
    automation.workflowArn,
    sdkStepFunctions(new SFNClient(clientSettings())),
  );
  const atlasClient = clientOf(automation, clock);
  const atlas = withFederation(automation, atlasClient);
  const { projects, dataFederationServiceNames: serviceNames } = automation;
  return {
    automation,
    atlas,
    ownRoles: atlasClient,
    ...federationOf({ atlas, projects, serviceNames }),
    endpoints: createVpcEndpoints(ec2),
    interfaceEndpoints: new InterfaceEndpoints(ec2),
    network: createNetwork(ec2),
    registry: createRegistry(parameters),
    workflow,
    executionStates: workflow,
    clock,
    isOfMember: false,
    parameters,
  };
}

function clientOf(automation: Automation, clock: ClockPort): AtlasChangePort & OwnRolesPort {
  const patientUntil = performance.now() + ATLAS_PATIENCE_MILLISECONDS;
  return createAtlasClient({
    baseUrl: automation.atlasBaseUrl,
    projects: automation.projects,
    readSecret: createSecretReader(),
    clock,
    remainingMilliseconds: () => patientUntil - performance.now(),
  });
}

function withFederation(automation: Automation, client: AtlasChangePort): AtlasPort {
  return withDataFederation(client, {
    comment: registrationComment(automation.owner),
    serviceNames: automation.dataFederationServiceNames,
  });
}

/**
 * Region of the environment or the profile.
 *
 * @param fallback set in the environment if there is none
 * @throws CommandError for every error of the SDK: it has found no Region in the environment or the profile
 */
export async function ownRegion(fallback?: string): Promise<string> {
  try {
    return await new SSMClient(clientSettings()).config.region();
  } catch {
    if (fallback !== undefined) {
      setSdkRegion(fallback, process.env);
      return fallback;
    }
    const profile = process.env.AWS_PROFILE;
    throw new CommandError(
      profile === undefined
        ? 'No AWS Region is set.'
        : `No AWS Region is set: profile ${profile} has none, or is not there.`,
      'Give --region, or set AWS_REGION or the Region of the profile.',
      ExitCode.USAGE,
    );
  }
}
