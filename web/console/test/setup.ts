import { configure } from '@testing-library/react';

// A busy machine fetches what comes late when it can.
configure({ asyncUtilTimeout: 20_000 });
