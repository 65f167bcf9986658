import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEndpointService } from '../../lambda/atlas/endpoint-service-answer.js';
import { readLink } from '../../lambda/atlas/link-answer.js';
import { emptyDescription } from '../../lambda/domain/link-description.js';
import { LINK } from '../domain/samples.js';

describe("Atlas's link", () => {
  it('of AWS', () => {
    const answer = {
      connectionStatus: 'REJECTED',
      deleteRequested: null,
      errorMessage: 'no',
      interfaceEndpointId: 'vpce-1',
    };
    expect(readLink(LINK, answer)).toEqual({
      ...emptyDescription(LINK),
      ConnectionStatus: 'REJECTED',
      ErrorMessage: 'no',
      InterfaceEndpointId: 'vpce-1',
    });
  });

  it('of Azure', () => {
    const answer = {
      status: 'AVAILABLE',
      privateEndpointConnectionName: 'c',
      privateEndpointIPAddress: '10.0.0.4',
      privateEndpointResourceId: '/subscriptions/1',
      deleteRequested: true,
    };
    expect(readLink(LINK, answer)).toMatchObject({
      ConnectionStatus: 'AVAILABLE',
      PrivateEndpointConnectionName: 'c',
      PrivateEndpointIpAddress: '10.0.0.4',
      PrivateEndpointResourceId: '/subscriptions/1',
      DeleteRequested: true,
    });
  });

  it('of Google Cloud, whose address is the first endpoint when ports are mapped', () => {
    const endpoints = [{ endpointName: 'e', ipAddress: '10.0.0.5', status: 'AVAILABLE' }];
    const answer = { status: 'VERIFIED', endpoints, gcpProjectId: 'g' };
    expect(readLink(LINK, { ...answer, portMappingEnabled: true })).toMatchObject({
      PrivateEndpointIpAddress: '10.0.0.5',
      Endpoints: [{ EndpointName: 'e', IpAddress: '10.0.0.5', Status: 'AVAILABLE' }],
      GcpProjectId: 'g',
      PortMappingEnabled: true,
    });
    expect(readLink(LINK, answer).PrivateEndpointIpAddress).toBe('');
  });

  it('has every attribute, whatever the answer', () => {
    const names = Object.keys(emptyDescription(LINK));
    fc.assert(
      fc.property(fc.jsonValue(), (answer) => {
        expect(Object.keys(readLink(LINK, answer))).toEqual(names);
        expect(readEndpointService(LINK.projectId, 'AWS', answer).interfaceEndpoints).toBeInstanceOf(Array);
      }),
    );
  });
});
