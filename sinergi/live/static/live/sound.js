// The sounds, made here: no files. One at a time; each is a short piece that repeats by itself, also in a hidden tab.
const RATE = 24000;
let context = null, playing = null;

// Notes: [start, length, hertz, hertz at the end]; `times` 0 = until stopped.
export const SOUNDS = {
  critical: { seconds: 1, times: 0, rise: 15, loud: 1, notes: [[0, 0.5, 660], [0.5, 0.5, 880]] },
  high: { seconds: 5, times: 0, loud: 0.8, notes: [[0, 0.18, 780], [0.3, 0.18, 780], [0.6, 0.18, 780]] },
  medium: { seconds: 30, times: 3, loud: 0.4, notes: [[0, 1.2, 587]] },
  drill: { seconds: 6, times: 0, loud: 0.4, notes: [[0, 0.35, 740], [0.45, 0.35, 587], [0.9, 0.6, 440]] },
  test: { seconds: 1.5, times: 1, loud: 0.8, notes: [[0, 0.3, 660], [0.35, 0.3, 880]] },
};

export function audio() {
  return context ??= new AudioContext();
}

export const canSound = () => context?.state === "running";

export function stop() {
  playing?.source.stop();
  playing = null;
}

export function play(name, after = 0) {
  if (playing?.name === name) return;
  stop();
  const sound = SOUNDS[name], at = audio().currentTime + after;
  const source = new AudioBufferSourceNode(context, { buffer: piece(sound), loop: true });
  const gain = new GainNode(context, { gain: sound.rise ? 0.3 : sound.loud });
  if (sound.rise) gain.gain.setValueAtTime(0.3, at).linearRampToValueAtTime(sound.loud, at + sound.rise);
  source.connect(gain).connect(context.destination);
  source.start(at);
  if (sound.times) source.stop(at + sound.seconds * sound.times);
  playing = { name, source };
}

function piece({ seconds, notes }) {
  const buffer = new AudioBuffer({ length: seconds * RATE, sampleRate: RATE });
  const samples = buffer.getChannelData(0);
  for (const [start, length, hertz] of notes) {
    for (let i = 0; i < length * RATE; i++) {
      const t = i / RATE;
      // Soft edges: a hard one clicks.
      const edge = Math.min(1, t / 0.01, (length - t) / 0.03);
      samples[Math.floor(start * RATE) + i] = edge * Math.sin(2 * Math.PI * hertz * t);
    }
  }
  return buffer;
}
