import { figureVariables } from '@temper/figures';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

/** The page wears the colours of its figures; `color-scheme` decides between the two. */
function adoptFigureColours(): void {
  const [light, dark] = [figureVariables('light'), figureVariables('dark')];
  for (const [name, colour] of Object.entries(light)) {
    document.documentElement.style.setProperty(name, `light-dark(${colour}, ${dark[name]!})`);
  }
}

adoptFigureColours();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
