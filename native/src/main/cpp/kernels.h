// The kernels as Java sees them: the only header that JavaCPP parses.
//
// Memory is passed as addresses of float32 arrays (64-bit integers, 0 where something is left out), so a call
// allocates nothing on either side. Every function is single-threaded, allocates nothing, and writes only its outputs
// and its scratch. Layouts and formulas are those of dev.assay.backend.Backend.
#pragma once
#include <cstdint>

namespace assay {

// ---- Instruction sets: 0 is the baseline of the platform, higher levels need more of the processor ----------------
int32_t isaBest();
int32_t isaLevel();
/** Switches to a level between 0 and isaBest(); false if the processor lacks it. Not while kernels run. */
bool isaSelect(int32_t level);

// ---- Memory --------------------------------------------------------------------------------------------------------
/** Zeroed block, aligned to 64 bytes (2 MiB and huge pages from 4 MiB on); 0 if there is no memory. */
int64_t memoryAllocate(int64_t bytes);
void memoryFree(int64_t address);

// Where a function takes `part` of `parts`, that call computes some of the outputs, and the calls for all parts together
// compute all of them, to the same bits for any number of parts.

// ---- Dense ---------------------------------------------------------------------------------------------------------
int64_t densePackedSize(int32_t inputs, int32_t outputs, bool backward);
void densePack(int64_t weights, int32_t inputs, int32_t outputs, bool backward, int32_t part, int32_t parts,
               int64_t packed);
int64_t denseScratchSize(int32_t batch, int32_t inputs, int32_t outputs);
/** y = x * W^T + bias with the forward form; dx = dy * W with the backward form (inputs and outputs swapped). */
void dense(int64_t x, int64_t packed, int64_t bias, bool relu, int32_t n, int32_t inputs, int32_t outputs, int64_t y,
           int32_t part = 0, int32_t parts = 1);
/** The same products on the weights as they are, for weights that change from call to call. */
void densePlain(int64_t x, int64_t weights, int64_t bias, bool relu, int32_t n, int32_t inputs, int32_t outputs, int64_t y,
                int64_t scratch);
void densePlainBackwardData(int64_t dy, int64_t weights, int32_t n, int32_t inputs, int32_t outputs, int64_t dx,
                            int64_t scratch);
void denseBackwardWeights(int64_t x, int64_t dy, int32_t n, int32_t inputs, int32_t outputs, int32_t fromRow,
                          int32_t toRow, int64_t dWeights, int64_t dBias, int64_t scratch);

// ---- Convolution: kernel, stride, padding as kh, kw, sh, sw, ph, pw -------------------------------------------------
int64_t convPackedSize(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                       int32_t outputs, bool backward);
void convPack(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels, int32_t outputs,
              bool backward, int64_t weights, int64_t packed);
int64_t convScratchSize(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                        int32_t height, int32_t width, int32_t outputs);
/** How product 0 (forward), 1 (backward data) or 2 (backward weights) is computed: 0 rows, 1 flat, 2 gather, 3 Winograd,
    4 bands. */
int32_t convForm(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                 int32_t height, int32_t width, int32_t outputs, int32_t product);
void conv(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n, int32_t channels,
          int32_t height, int32_t width, int32_t outputs, int64_t x, int64_t packed, int64_t bias, bool relu,
          int64_t y, int64_t scratch, int32_t part = 0, int32_t parts = 1);
void convBackwardData(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n,
                      int32_t channels, int32_t height, int32_t width, int32_t outputs, int64_t dy, int64_t packed,
                      int64_t dx, int64_t scratch, int32_t part = 0, int32_t parts = 1);
void convBackwardWeights(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n,
                         int32_t channels, int32_t height, int32_t width, int32_t outputs, int64_t x, int64_t dy,
                         int64_t dWeights, int64_t dBias, int64_t scratch, int32_t part = 0, int32_t parts = 1);

// ---- Pooling and filters; planes = samples * channels ----------------------------------------------------------------
void maxPool(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes, int32_t height,
             int32_t width, int64_t x, int64_t y, int64_t argmax);
/** channels = planes per sample; height and width are those of dx. */
void maxPoolBackward(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t n,
                     int32_t cotangents, int32_t channels, int32_t height, int32_t width, int64_t argmax, int64_t dy,
                     int64_t dx);
void avgPool(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes, int32_t height,
             int32_t width, int64_t x, int64_t y);
void avgPoolBackward(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes,
                     int32_t height, int32_t width, int64_t dy, int64_t dx);
/** edge: 0 reflect, 1 replicate, 2 zero, 3 circular; phases may be 0, else one for so many planes sharing it. */
void blur(int32_t size, int32_t sh, int32_t sw, int32_t edge, int64_t planes, int32_t height, int32_t width,
          int64_t phases, int64_t sharing, int64_t x, int64_t y);
void blurBackward(int32_t size, int32_t sh, int32_t sw, int32_t edge, int64_t planes, int32_t height, int32_t width,
                  int64_t phases, int64_t sharing, int64_t dy, int64_t dx);
void selectPhase(int32_t sh, int32_t sw, int32_t n, int32_t channels, int32_t height, int32_t width, int64_t x,
                 int64_t phases);
/** edge as of blur; top, left: rows and columns that y has before those of x, which it holds whole. */
void pad(int32_t edge, int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows,
         int32_t columns, int64_t x, int64_t y);
void padBackward(int32_t edge, int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows,
                 int32_t columns, int64_t dy, int64_t dx);

// ---- Activations -----------------------------------------------------------------------------------------------------
void relu(float slope, int64_t count, int64_t x, int64_t y);
void reluBackward(float slope, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx);
void clip(float least, float most, int64_t count, int64_t x, int64_t y);
void clipBackward(float least, float most, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx);
/** f: 0 tanh, 1 sigmoid, 2 GELU, 3 SiLU. */
void curve(int32_t f, int64_t count, int64_t x, int64_t y);
void curveBackward(int32_t f, int64_t n, int32_t cotangents, int64_t size, int64_t x, int64_t dy, int64_t dx);
/** counter = index of the first element in the stream of the key. */
void dropout(float rate, int64_t key, int64_t counter, int64_t count, int64_t x, int64_t y);

// ---- Branches --------------------------------------------------------------------------------------------------------
void add(int64_t count, int64_t a, int64_t b, bool relu, int64_t y);
/** Copies count values from x on to y on, of each of n samples, which are so many values apart in x and in y. */
void copyRows(int64_t n, int64_t count, int64_t x, int64_t apartX, int64_t y, int64_t apartY);

// ---- BatchNorm -------------------------------------------------------------------------------------------------------
void batchNormStatistics(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t partial);
/** bias may be 0. */
void batchNormMerge(int32_t slices, int32_t channels, int32_t batch, int32_t slice, int32_t plane, float momentum,
                    float epsilon, int64_t partials, int64_t bias, int64_t mean, int64_t inverseDeviation,
                    int64_t runningMean, int64_t runningVariance);
void batchNorm(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t mean, int64_t inverseDeviation,
               int64_t gamma, int64_t beta, bool relu, int64_t y);
void batchNormBackwardStatistics(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t dy, int64_t mean,
                                 int64_t inverseDeviation, int64_t gamma, int64_t beta, bool relu, int64_t partial);
void batchNormBackward(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t dy, int64_t mean,
                       int64_t inverseDeviation, int64_t gamma, int64_t beta, bool relu, int64_t dGamma, int64_t dBeta,
                       int64_t population, int64_t dx);
void scaleChannels(int32_t n, int32_t channels, int32_t plane, int64_t dy, int64_t scale, int64_t dx);

// ---- Moves of images -------------------------------------------------------------------------------------------------
void move(int32_t n, int32_t channels, int32_t height, int32_t width, int64_t x, int64_t moves, int64_t y);

// ---- Points of segments and their classes ----------------------------------------------------------------------------
void interpolate(int32_t n, int64_t size, int32_t points, int32_t first, int64_t from, int64_t to, int64_t out);
void argmax(int32_t n, int32_t classes, int64_t logits, int64_t out);

// ---- Comparisons -----------------------------------------------------------------------------------------------------
void fold(int32_t n, int64_t from, int64_t to, int64_t x, int64_t signs, int64_t y);
void gridMeans(int64_t planes, int32_t inHeight, int32_t inWidth, int32_t height, int32_t width, int64_t x, int64_t y);
/** Two doubles a sample are written, each in the place of two floats. */
void products(int32_t n, int64_t size, int32_t each, int32_t first, int64_t x, int64_t references, int64_t out);

// ---- Vectors of Java, in double precision ------------------------------------------------------------------------------
// Arrays that the JVM holds still while a call runs. Element i belongs to lane i mod 16 of a sum, and lanes are added in
// halves: the bits are the same at every level, and those of dev.assay.backend.cpu.LongVectors.
double product(int32_t n, const double* a, const double* b);
/** Of single precision, each from an index on; products and sums in double. */
double narrowProduct(int32_t n, const float* a, int32_t from, const float* b, int32_t at);
/** y_c = sum over i of x_i rows_(c n + i), x from an index on, for so many c. */
void project(int32_t n, int32_t count, const float* x, int32_t from, const double* rows, double* y);
/** y = x, from an index on; the sum of squares. */
double widen(int32_t n, const float* x, int32_t from, double* y);
/** into = x + by, rounded once, each from an index on. */
void displace(int32_t n, const float* x, int32_t from, const double* by, float* into, int32_t offset);
/** into = x + factor ray, rounded once, x and into from an index on. */
void extend(int32_t n, const float* x, int32_t from, double factor, const float* ray, float* into, int32_t offset);
/** moved = inertia moved + back ray + down slope and to = ray + moved, each rounded once, where ray = unit at and the slope
 * begins at an index; the sum of to's squares. The two may be one. */
double turn(int32_t n, double unit, double inertia, double back, double down, const float* slope, int32_t from,
            float* moved, const float* at, float* to);

// ---- Loss, reductions, optimisers ------------------------------------------------------------------------------------
void softmaxCrossEntropy(int32_t n, int32_t classes, int64_t logits, int64_t labels, float scale, int64_t loss,
                         int64_t dLogits);
void sum(int32_t groups, int64_t count, int64_t partials, int64_t out);
void sgd(int64_t count, int64_t parameters, int64_t gradient, int64_t velocity, float rate, float momentum,
         float weightDecay, bool nesterov);
void adam(int64_t count, int64_t parameters, int64_t gradient, int64_t first, int64_t second, float rate, float beta1,
          float beta2, float epsilon, float weightDecay, int64_t step);

}  // namespace assay
