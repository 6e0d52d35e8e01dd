import { ProcessorsDocument, ReadModelsDocument, SigningKeyDocument, StoreDocument } from '../../generated/documents';
import { graphqlQuery } from '../../shared/queries';

/** What happens here makes no event, so no live message tells of it. */
const everyTwoSeconds = { refetchInterval: 2_000 };

export const readModelsQuery = {
  ...graphqlQuery(['operations', 'read models'], ReadModelsDocument, {}),
  ...everyTwoSeconds,
};

export const processorsQuery = {
  ...graphqlQuery(['operations', 'processors'], ProcessorsDocument, {}),
  ...everyTwoSeconds,
};

export const storeQuery = { ...graphqlQuery(['operations', 'store'], StoreDocument, {}), ...everyTwoSeconds };

export const signingKeyQuery = graphqlQuery(['operations', 'signing key'], SigningKeyDocument, {});
