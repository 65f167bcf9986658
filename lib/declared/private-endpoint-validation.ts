import { type Duration, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { otherProjectIssue, type PropertyIssue } from '../../lambda/contract/declared-rules.js';
import { atlasRegion } from '../../lambda/contract/regions.js';
import { known, optional, refuse, VPC } from '../engine/prop-checks.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service-base.js';
import { type ResourceProps, SERVICE, validateResource, validateTimeout } from './resource-props.js';
import { factsOf, regionInName } from './service-facts.js';

interface PrivateEndpointProps extends ResourceProps {
  readonly vpc: IVpc;
  readonly service?: IAtlasPrivateEndpointService;
  readonly timeout?: Duration;
}

/**
 * Checks the props before the VPC endpoint is created; its link has its own checks.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validatePrivateEndpoint(scope: IConstruct, props: PrivateEndpointProps): void {
  validateResource(scope, 'AtlasPrivateEndpoint', props, { vpc: VPC });
  const { service, projectId } = props;
  refuse(optional('service', service, SERVICE));
  if (service !== undefined)
    refuse([...vpcEndpointIssues(scope, service), ...projectIssues(service, projectId)]);
  validateTimeout('timeout', props.timeout);
}

/** What the VPC endpoint requires of the service: EC2 finds a service by its name, in the VPC endpoint's own Region. */
function vpcEndpointIssues(scope: IConstruct, service: IAtlasPrivateEndpointService): PropertyIssue[] {
  const { cloudProvider = 'AWS', region } = factsOf(service);
  if (cloudProvider !== 'AWS') {
    return [
      {
        property: 'service',
        expected: 'expected an endpoint service of AWS, for the VPC endpoint',
        received: cloudProvider,
        advice: 'Link an endpoint of another cloud by an AtlasPrivateEndpointLink.',
      },
    ];
  }
  return [...nameIssues(service), ...otherRegionIssues(region, known(Stack.of(scope).region))];
}

function nameIssues(service: IAtlasPrivateEndpointService): PropertyIssue[] {
  const name = known(service.endpointServiceName);
  if (name === undefined || regionInName(name) !== undefined) return [];
  const expected = 'expected the name of an endpoint service, com.amazonaws.vpce.<region>.vpce-svc-…';
  return [{ property: 'service.endpointServiceName', expected, received: name }];
}

function otherRegionIssues(region: string | undefined, own: string | undefined): PropertyIssue[] {
  if (region === undefined || own === undefined || atlasRegion(region) === atlasRegion(own)) return [];
  return [
    {
      property: 'service',
      expected: `expected an endpoint service of ${own}, the Region of the stack`,
      received: region,
      advice:
        'For a VPC endpoint of another Region, make a CfnVPCEndpoint with serviceRegion and link it by an AtlasPrivateEndpointLink.',
    },
  ];
}

function projectIssues(
  service: IAtlasPrivateEndpointService,
  projectId: string | undefined,
): PropertyIssue[] {
  const given = known(projectId);
  const ofService = known(service.projectId);
  if (given === undefined || ofService === undefined || given === ofService) return [];
  return [otherProjectIssue(ofService, given)];
}
