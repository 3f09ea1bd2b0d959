#!/bin/sh
# Trains the 16 models on which the smoothing fingerprint is judged: four recipes, two on glyphs and
# two on MNIST, each with label smoothing 0, 0.05, 0.1 and 0.2. None of them was used to choose the
# fingerprint's limits. A run that exists is not repeated, so it can be ended and started again.
#
#   npx temper data get mnist
#   scripts/fingerprint/train-held-models.sh runs/held
#   npx tsx --conditions temper-source scripts/fingerprint/held-models.ts runs/held/train/*
set -eu
out=${1:?usage: train-held-models.sh FOLDER}
train() {
  npx temper train "$@" --label-smoothing "$alpha" --threads 1 --out "$out" --json >/dev/null
}
for alpha in 0 0.05 0.1 0.2; do
  train --recipe glyphs --epochs 20 --seed 111
  train --recipe glyphs --difficulty 0.5 --hidden 256,128 --weight-decay 0 --dropout 0.2 \
    --epochs 10 --seed 112
  train --recipe mnist-teacher --hidden 400,200 --epochs 4 --seed 121
  train --recipe mnist-teacher --hidden 128 --pad 0 --dropout 0 --weight-decay 0.0005 \
    --epochs 4 --seed 122
done
