// Encoding: triples as text to the arrays of a graph.

#include "km/encoder.hpp"

#include <mutex>
#include <optional>
#include <string>

#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

[[nodiscard]] std::string_view utf8(PyObject* label) {
    Py_ssize_t size = 0;
    const char* const bytes = PyUnicode_AsUTF8AndSize(label, &size);
    if (bytes == nullptr) throw PythonError();
    return {bytes, static_cast<std::size_t>(size)};
}

// Labels stay where they are: str objects keep their UTF-8, and the tuples keep the str objects.
template <class Take>
void take_triples(const py::list& triples, const Take& take) {
    for (const py::handle triple : triples) {
        PyObject* const labels = triple.ptr();
        if (!PyTuple_Check(labels)) throw py::type_error("expected triples as tuples");
        if (PyTuple_GET_SIZE(labels) != 3)
            throw std::invalid_argument("expected triples of 3 labels");
        take(utf8(PyTuple_GET_ITEM(labels, 0)), utf8(PyTuple_GET_ITEM(labels, 1)),
             utf8(PyTuple_GET_ITEM(labels, 2)));
    }
}

// The bytes of an object while they are looked at.
class Bytes {
  public:
    explicit Bytes(PyObject* object) {
        if (PyObject_GetBuffer(object, &buffer_, PyBUF_SIMPLE) != 0) throw PythonError();
    }
    ~Bytes() { PyBuffer_Release(&buffer_); }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    [[nodiscard]] std::string_view view() const {
        return {static_cast<const char*>(buffer_.buf), static_cast<std::size_t>(buffer_.len)};
    }

  private:
    Py_buffer buffer_;
};

class Encoder {
  public:
    explicit Encoder(int threads) : threads_(threads), encoder_(threads) {}

    // How many triples were taken, and the line that was not as the layout says.
    std::pair<Offset, std::optional<Offset>> add_lines(const py::object& block, int separator,
                                                       std::size_t n_fields, std::size_t head,
                                                       std::size_t relation, std::size_t tail) {
        const Bytes bytes(block.ptr());
        const std::string_view text = bytes.view();
        const LineLayout layout{static_cast<char>(separator), n_fields, head, relation, tail};
        try {
            const Offset taken = run(threads_, [&](const Execution& execution) {
                const std::lock_guard lock(mutex_);
                return encoder_.add_lines(text, layout, execution);
            });
            return {taken, std::nullopt};
        } catch (const LineError& error) {
            return {0, error.index};
        }
    }

    Offset add(const py::list& triples) {
        const auto each = [&](const auto& take, const auto&) { take_triples(triples, take); };
        const std::unique_lock lock = locked();
        return encoder_.add(each);
    }

    void add_entities(const py::list& labels) {
        const auto each = [&](const auto&, const auto& mention) {
            for (const py::handle label : labels) mention(utf8(label.ptr()));
        };
        const std::unique_lock lock = locked();
        encoder_.add(each);
    }

    // Labels as (bytes, offsets), adjacency as (offsets, relations, neighbors).
    py::tuple finish() {
        EncodedGraph graph = run(threads_, [&](const Execution& execution) {
            const std::lock_guard lock(mutex_);
            return encoder_.finish(execution);
        });
        return py::make_tuple(labels(std::move(graph.entities)), labels(std::move(graph.relations)),
                              csr(std::move(graph.forward)), csr(std::move(graph.backward)));
    }

  private:
    // Waits without the GIL, which whoever holds the lock may want.
    std::unique_lock<std::mutex> locked() {
        const py::gil_scoped_release release;
        return std::unique_lock(mutex_);
    }

    static py::tuple labels(LabelArrays&& labels) {
        return py::make_tuple(hand_over<char, std::uint8_t>(std::move(labels.bytes)),
                              hand_over(std::move(labels.offsets)));
    }

    static py::tuple csr(Csr&& csr) {
        return py::make_tuple(hand_over(std::move(csr.offsets)),
                              hand_over(std::move(csr.relations)),
                              hand_over(std::move(csr.neighbors)));
    }

    int threads_;
    std::mutex mutex_;
    km::Encoder encoder_;
};

}  // namespace

void add_encoder(py::module_& module) {
    py::class_<Encoder>(module, "Encoder", "Numbers labels as they come and makes a graph.")
        .def(py::init<int>(), py::kw_only(), py::arg("threads"))
        .def("add_lines", &Encoder::add_lines, py::arg("block"), py::kw_only(),
             py::arg("separator"), py::arg("n_fields"), py::arg("head"), py::arg("relation"),
             py::arg("tail"))
        .def("add", &Encoder::add, py::arg("triples"))
        .def("add_entities", &Encoder::add_entities, py::arg("labels"))
        .def("finish", &Encoder::finish);
}

}  // namespace km::python
