package dev.assay.backend.cuda;

import org.bytedeco.javacpp.FloatPointer;

/** An address as JavaCPP wants it; set anew for every call, so that calls allocate nothing. */
final class Address extends FloatPointer {

  Address at(long place) {
    address = place;
    return this;
  }
}
