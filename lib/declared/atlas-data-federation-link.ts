import { CustomResource, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  DEFAULT_DATA_FEDERATION_TIMEOUT_SECONDS,
  MAX_SERVICE_TIMEOUT_SECONDS,
  CustomResource as ResourceType,
} from '../../lambda/contract/custom-resources.js';
import { DataFederationLinkAttributes } from './data-federation-link-attributes.js';
import { validateDataFederationLink } from './data-federation-validation.js';
import type { PrivateEndpoint } from './private-endpoint.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';

/** Props of a registration. */
export interface AtlasDataFederationLinkProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /**
   * Atlas project id, 24 hexadecimal digits; one of the provider's. A change replaces the registration.
   *
   * @default - the provider's project, if it has only one
   */
  readonly projectId?: string;

  /**
   * The VPC endpoint to register, by `PrivateEndpoint.vpcEndpoint` or `PrivateEndpoint.vpcEndpointId`. It leads to the
   * Data Federation service of its Region, so it is never the endpoint of a cluster's link. A change replaces the
   * registration.
   */
  readonly endpoint: PrivateEndpoint;

  /**
   * Comment in Atlas; changed in place, also on a registration that was adopted. Never a secret.
   *
   * @default - none; the comment of an existing registration stays
   */
  readonly comment?: string;

  /**
   * Region of the endpoint in AWS spelling (`eu-west-1`) or Atlas spelling (`EU_WEST_1`); only together with
   * `customerEndpointDnsName`. Atlas cannot change it for an existing registration: such a deployment fails.
   *
   * @default - none
   */
  readonly region?: string;

  /**
   * First DNS name of the VPC endpoint, `vpce-….vpce-svc-….<region>.vpce.amazonaws.com`; only together with `region`,
   * and as fixed as that.
   *
   * @default - none
   */
  readonly customerEndpointDnsName?: string;

  /**
   * Time until Atlas must report OK; after that, the deployment fails with Atlas's message.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;

  /**
   * RETAIN keeps the registration in Atlas when the resource is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The registration of a VPC endpoint for Federated Database Instances and Online Archives in an Atlas project. The
 * deployment waits until Atlas reports OK, and fails with Atlas's message otherwise. An existing registration of an
 * endpoint that somebody else has created is adopted, and never removed with the stack. Source: Atlas Admin API
 * `createDataFederationPrivateEndpoint`.
 */
export class AtlasDataFederationLink extends Construct {
  /** Atlas's attributes of the registration. */
  readonly attributes: DataFederationLinkAttributes;

  constructor(scope: Construct, id: string, props: AtlasDataFederationLinkProps) {
    super(scope, id);
    validateDataFederationLink(this, props);
    const { EndpointId, OwnsEndpoint } = props.endpoint._properties;
    const timeout = props.timeout ?? Duration.seconds(DEFAULT_DATA_FEDERATION_TIMEOUT_SECONDS);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.DATA_FEDERATION_LINK,
      serviceTimeout: Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS),
      ...(props.removalPolicy === undefined ? {} : { removalPolicy: props.removalPolicy }),
      properties: {
        ProjectId: props.provider.projectIdOr(props.projectId),
        EndpointId,
        OwnsEndpoint,
        Comment: props.comment,
        Region: props.region,
        CustomerEndpointDnsName: props.customerEndpointDnsName,
        TimeoutSeconds: timeout.toSeconds(),
      },
    });
    this.attributes = DataFederationLinkAttributes._of(resource);
    this.node.addDependency(props.provider.ready);
  }
}
