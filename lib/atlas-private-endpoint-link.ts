import { CustomResource, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  ANSWER_MARGIN_SECONDS,
  MAX_SERVICE_TIMEOUT_SECONDS,
  CustomResource as ResourceType,
} from '../lambda/contract/custom-resources.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service.js';
import type { AtlasPrivateLinkProvider } from './atlas-private-link-provider.js';
import { LastLink, ruleOf } from './last-link.js';
import { LinkAttributes } from './link-attributes.js';

export interface GcpEndpoint {
  readonly endpointName: string;
  readonly ipAddress: string;
}

export interface AtlasPrivateEndpointLinkProps {
  readonly provider: AtlasPrivateLinkProvider;

  /** The endpoint service to link to. Another one replaces the link. */
  readonly service: IAtlasPrivateEndpointService;

  /**
   * AWS: id of the VPC endpoint (`endpoint.vpcEndpointId`). Azure: resource id of the private endpoint. Google Cloud:
   * name of the endpoint group. Another one replaces the link.
   */
  readonly endpointId: string;

  /**
   * AWS, AZURE or GCP.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * Azure: IP address of the private endpoint.
   *
   * @default - none
   */
  readonly privateEndpointIpAddress?: string;

  /**
   * Google Cloud: project of the endpoints.
   *
   * @default - none
   */
  readonly gcpProjectId?: string;

  /**
   * Google Cloud: the endpoints of the group.
   *
   * @default - none
   */
  readonly gcpEndpoints?: GcpEndpoint[];

  /**
   * What removing this link does when it is the last one of its service.
   *
   * @default - LastLink.REMOVE for a service of this app, LastLink.KEEP for one that was made elsewhere
   */
  readonly lastLink?: LastLink;

  /**
   * Time until the link has to be available; then the deployment fails with what Atlas says.
   *
   * @default Duration.minutes(55)
   */
  readonly timeout?: Duration;

  /**
   * RETAIN leaves the link in Atlas when the resource is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The link between an endpoint and an endpoint service. Waits until it is available, and fails the deployment with
 * Atlas's words when it is rejected. A link that is there already is adopted, and never removed with the stack.
 */
export class AtlasPrivateEndpointLink extends Construct {
  /** What Atlas says of the link. */
  readonly attributes: LinkAttributes;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointLinkProps) {
    super(scope, id);
    const timeout = props.timeout ?? Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS - ANSWER_MARGIN_SECONDS);
    const lastLink = props.lastLink ?? (props.service.isOwned ? LastLink.REMOVE : LastLink.KEEP);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.LINK,
      serviceTimeout: Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS),
      ...(props.removalPolicy === undefined ? {} : { removalPolicy: props.removalPolicy }),
      properties: {
        ProjectId: props.service.projectId,
        CloudProvider: props.cloudProvider,
        EndpointServiceId: props.service.endpointServiceId,
        EndpointId: props.endpointId,
        PrivateEndpointIpAddress: props.privateEndpointIpAddress,
        GcpProjectId: props.gcpProjectId,
        Endpoints: props.gcpEndpoints?.map(({ endpointName, ipAddress }) => ({
          EndpointName: endpointName,
          IpAddress: ipAddress,
        })),
        LastLink: ruleOf(lastLink),
        TimeoutSeconds: timeout.toSeconds(),
      },
    });
    this.attributes = new LinkAttributes(resource);
    this.node.addDependency(props.provider);
  }
}
