#include "sw/data/rendered_digits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "sw/data/generated.hpp"
#include "sw/data/random.hpp"

namespace rtl4ml {
namespace {

constexpr int kSide = 8;
constexpr int kDigits = 10;

struct Point {
  double x, y;  // the glyph's box is [0, 1] x [0, 1], y downwards
};

using Stroke = std::vector<Point>;
using Glyph = std::vector<Stroke>;

/// The strokes of the ten digits, as a hand would draw them; curves are polylines.
const std::array<Glyph, kDigits>& glyphs() {
  static const std::array<Glyph, kDigits> kGlyphs = {{
      {{{.5, 0},
        {.2, .1},
        {.05, .35},
        {.05, .65},
        {.2, .9},
        {.5, 1},
        {.8, .9},
        {.95, .65},
        {.95, .35},
        {.8, .1},
        {.5, 0}}},
      {{{.25, .2}, {.55, 0}, {.55, 1}}},
      {{{.1, .2}, {.3, .02}, {.7, .02}, {.9, .25}, {.75, .5}, {.1, 1}, {.95, 1}}},
      {{{.1, .1}, {.5, 0}, {.85, .12}, {.85, .35}, {.45, .48}, {.9, .62}, {.9, .88}, {.5, 1}, {.08, .9}}},
      {{{.65, 1}, {.65, 0}, {.05, .65}, {.98, .65}}},
      {{{.85, 0}, {.2, 0}, {.15, .42}, {.6, .38}, {.92, .6}, {.85, .88}, {.5, 1}, {.1, .92}}},
      {{{.75, .02}, {.35, .2}, {.1, .6}, {.2, .92}, {.5, 1}, {.85, .9}, {.9, .65}, {.6, .48}, {.15, .65}}},
      {{{.05, 0}, {.95, 0}, {.4, 1}}},
      {{{.5, 0}, {.15, .12}, {.18, .36}, {.5, .47}, {.85, .36}, {.85, .12}, {.5, 0}},
       {{.5, .47}, {.1, .65}, {.12, .9}, {.5, 1}, {.88, .9}, {.9, .65}, {.5, .47}}},
      {{{.88, .35}, {.55, .52}, {.15, .38}, {.15, .12}, {.5, 0}, {.85, .12}, {.88, .35}, {.75, .75}, {.4, 1}}},
  }};
  return kGlyphs;
}

/// The distance of `p` to the segment from `a` to `b`, squared.
double squared_distance(Point p, Point a, Point b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double along = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
  const double ex = p.x - (a.x + along * dx);
  const double ey = p.y - (a.y + along * dy);
  return ex * ex + ey * ey;
}

/// One hand: how a glyph is placed on the 8x8 grid, all in pixels.
struct Hand {
  double width, height, left, top, slant, radius, bend, noise;
};

Hand draw_hand(Random& random) {
  Hand hand{};
  hand.width = random.uniform(2.8, 5.4);
  hand.height = random.uniform(4.8, 6.8);
  hand.left = (kSide - hand.width) / 2 + random.uniform(-1.0, 1.0);
  hand.top = (kSide - hand.height) / 2 + random.uniform(-0.8, 0.8);
  hand.slant = random.uniform(-0.3, 0.3);  // pixels to the right per pixel upwards
  hand.radius = random.uniform(0.25, 0.7);
  hand.bend = 0.045;
  hand.noise = random.uniform(0.0, 0.12);
  return hand;
}

Point place(Point p, const Hand& hand, Random& random) {
  p.x += hand.bend * random.normal();
  p.y += hand.bend * random.normal();
  const double y = hand.top + p.y * hand.height;
  return {hand.left + p.x * hand.width + hand.slant * (kSide / 2.0 - y), y};
}

void draw(int digit, Random& random, double* pixels) {
  const Hand hand = draw_hand(random);
  Glyph glyph = glyphs()[static_cast<std::size_t>(digit)];
  for (Stroke& stroke : glyph) {
    for (Point& point : stroke) point = place(point, hand, random);
  }
  const double ink = random.uniform(0.75, 1.0);
  for (int row = 0; row < kSide; ++row) {
    for (int column = 0; column < kSide; ++column) {
      double nearest = 1e9;
      for (const Stroke& stroke : glyph) {
        for (std::size_t i = 1; i < stroke.size(); ++i) {
          nearest = std::min(nearest, squared_distance({column + 0.5, row + 0.5}, stroke[i - 1], stroke[i]));
        }
      }
      // The edge of a stroke fades over one pixel.
      const double covered = std::clamp(hand.radius + 0.5 - std::sqrt(nearest), 0.0, 1.0);
      const double value = std::clamp(ink * covered + hand.noise * random.normal(), 0.0, 1.0);
      pixels[row * kSide + column] = std::floor(value * 255.0 + 0.5) / 255.0;
    }
  }
}

}  // namespace

Dataset rendered_digits(Split split, std::int64_t count) {
  const GeneratedSplit part = generated_split(split, count, {.train = 8000, .test = 2000, .seed = 0x6469676974730001});
  Dataset data = empty_dataset(part.count, kSide * kSide);
  for (std::int64_t i = 0; i < part.count; ++i) {
    Random random(part.seed, static_cast<std::uint64_t>(i));
    const int digit = static_cast<int>(i % kDigits);
    draw(digit, random, data.inputs.data() + i * data.features);
    data.labels[static_cast<std::size_t>(i)] = digit;
  }
  return data;
}

}  // namespace rtl4ml
