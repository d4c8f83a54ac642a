import { Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import * as api from 'case-connectors';

import { exercise, settled } from '../lib/exercise.js';

@Component({ selector: 'app-root', template: '<p>{{ state }}</p>' })
class App {
  state = 'loading';

  constructor() {
    // Angular's builder copies no file that a package names; angular.json has it among the assets.
    settled(exercise(api, undefined, new URL('engine.wasm', document.baseURI))).then((outcome: unknown) => {
      Object.assign(window, { outcome });
      this.state = 'done';
    });
  }
}

void bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
