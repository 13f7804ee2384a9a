import '@madoguchi/shared/tokens.css';
import './base.css';
import { catalogue } from '@madoguchi/shared/messages';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Workplace, WorkplaceContext } from './app/desk';
import { Speak } from './app/i18n';
import { dress, prefs } from './app/prefs';
import { router, toSignIn } from './app/router';
import { Toasts } from './parts/toast';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const { language } = prefs.get();
dress(document.documentElement);
prefs.subscribe(() => {
  // Words, system lines and problems come in one language: a new one begins afresh.
  if (prefs.get().language !== language) location.reload();
  dress(document.documentElement);
});

const workplace = new Workplace(toSignIn);
const words = await catalogue(language);

createRoot(root).render(
  <StrictMode>
    <WorkplaceContext value={workplace}>
      <QueryClientProvider client={workplace.queries}>
        <Speak catalogue={words} language={language}>
          <Toasts>
            <RouterProvider router={router} />
          </Toasts>
        </Speak>
      </QueryClientProvider>
    </WorkplaceContext>
  </StrictMode>,
);
